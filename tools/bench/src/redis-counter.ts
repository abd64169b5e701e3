import { lineOf, type Counter } from './counter';
import { peerPackage } from './peer-package';

interface Redis {
  incr(key: string): Promise<number>;
  rpush(key: string, line: string): Promise<number>;
}

/** The server behind BENCH_REDIS (a socket) syncs before it answers: `appendfsync always`. Commands of a turn go as one. */
export function redisCounter(): Counter {
  const { Redis } = peerPackage<{ Redis: new (socket: string, options: object) => Redis }>('ioredis');
  const redis = new Redis(process.env.BENCH_REDIS as string, { enableAutoPipelining: true });
  return async () => {
    const [n] = await Promise.all([redis.incr('n'), redis.rpush('visits', lineOf(0))]);
    return n;
  };
}
