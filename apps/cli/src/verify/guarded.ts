/** An error of any kind proves nothing either way. */
export const VERIFY_EXIT = { held: 0, violated: 1, undecided: 2 } as const;

/** Runs a command to its exit code. An error never looks like a verdict: it is one sentence, and a 2. */
export function guarded<A extends unknown[]>(run: (...args: A) => number | Promise<number>) {
  const say = (error: unknown) => {
    const { message, action = '' } = error as Error & { action?: string };
    process.stderr.write(`visits: ${message} ${action}`.trimEnd() + '\n');
  };
  return async (...args: A): Promise<void> => {
    // Node's own code for it is 1.
    process.once('uncaughtException', (error) => {
      say(error);
      process.exit(VERIFY_EXIT.undecided);
    });
    try {
      process.exitCode = await run(...args);
    } catch (error) {
      say(error);
      process.exitCode = VERIFY_EXIT.undecided;
    }
  };
}
