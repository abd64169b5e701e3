/** The token of the volume for who only reads it; the journal has its own handle. */
export const VOLUME: unique symbol = Symbol('VOLUME');
