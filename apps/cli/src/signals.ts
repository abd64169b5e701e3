/** Ctrl-C through npm arrives twice, from the terminal and from npm: only a later one is a person's second. */
const ECHO_MS = 500;

const watched = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves at the first signal; `onSecond` hears the next one that a person sent. */
export function stopSignal(onSecond: () => void, now: () => number = () => performance.now()): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of watched) {
      process.on(signal, () => {
        if (first === undefined) {
          first = now();
          resolve();
        } else if (now() - first > ECHO_MS) {
          onSecond();
        }
      });
    }
  });
}
