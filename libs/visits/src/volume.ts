/** The token of the volume for modules that only read it; the journal has its own handle. */
export const VOLUME: unique symbol = Symbol('VOLUME');
