/** Equal to package.json, which a bundle does not carry; a spec compares them. The services' own would bring Nest along. */
export const VERSION = '0.1.0';
