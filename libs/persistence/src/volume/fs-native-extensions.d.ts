/** The only part that we use; the package has no types of its own. */
declare module 'fs-native-extensions' {
  export function tryLock(
    fd: number,
    offset: number,
    length: number,
    options?: { shared?: boolean },
  ): boolean;
}
