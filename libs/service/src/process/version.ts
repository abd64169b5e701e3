/** Equal to package.json, which a bundle does not carry; a spec compares them. */
export const VERSION = '0.1.0';
