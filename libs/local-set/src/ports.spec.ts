import { createServer, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { assertFree, freeBasePort, lastPortOffset, maxReplicas, podPorts, portsOf } from './ports';

const counts = fc.integer({ min: 0, max: maxReplicas });

describe('ports', () => {
  it('can be derived from the pod', () => {
    expect(podPorts(8000, 'clock', 2)).toEqual({ http: 8012, metrics: 8112, admin: 8212 });
    expect(podPorts(8000, 'calculator', 0)).toEqual({ http: 8020, metrics: 8120, admin: 8220 });
  });

  it('are never given twice and stay in their range', () => {
    fc.assert(
      fc.property(counts, counts, (clock, calculator) => {
        const ports = portsOf(8000, { clock, calculator });
        expect(new Set(ports).size).toBe(ports.length);
        expect(Math.max(8000, ...ports)).toBeLessThanOrEqual(8000 + lastPortOffset);
      }),
    );
  });

  it('of sets that start together have nothing in common', async () => {
    const replicas = { clock: maxReplicas, calculator: maxReplicas };
    const one = portsOf(await freeBasePort(replicas), replicas);
    const other = portsOf(await freeBasePort(replicas), replicas);
    expect(one.filter((port) => other.includes(port))).toEqual([]);
    expect(Math.max(...one, ...other)).toBeLessThan(32_768);
  });

  it('that are busy are named', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    try {
      await expect(assertFree([port])).rejects.toMatchObject({
        code: 'port-busy',
        message: `Port ${port} is used by another program.`,
      });
    } finally {
      server.close();
    }
  });
});
