import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Guard, SET_ID } from '../src/guard';

const sleeper = (id: string) => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")'], {
    env: { [SET_ID]: id },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { pid: child.pid as number, up: once(child.stdout, 'data'), ended: once(child, 'exit'), child };
};

it('ends the processes that were reported, and the one that was started after the last report', async () => {
  const [reported, late, stranger] = [sleeper('this-set'), sleeper('this-set'), sleeper('another-set')];
  await Promise.all([reported.up, late.up, stranger.up]);
  const guard = new Guard('this-set');
  guard.watch([reported.pid]);
  // As the kernel does when the process behind it dies.
  (guard as unknown as { process: { stdin: NodeJS.WritableStream } }).process.stdin.end();
  expect(await reported.ended).toEqual([null, 'SIGTERM']);
  if (process.platform === 'linux') expect(await late.ended).toEqual([null, 'SIGTERM']);
  expect(stranger.child.exitCode ?? stranger.child.signalCode).toBeNull();
  for (const { child } of [late, stranger]) child.kill();
});

it('ends nothing once it is dismissed', async () => {
  const running = sleeper('this-set');
  await running.up;
  const guard = new Guard('this-set');
  guard.watch([running.pid]);
  const gone = once((guard as unknown as { process: NodeJS.EventEmitter }).process, 'exit');
  guard.dismiss();
  await gone;
  expect(running.child.signalCode).toBeNull();
  running.child.kill();
});
