/** Says that a sibling asks for somebody else: such a request goes no further. */
export const RELAYED = 'x-visits-relayed';
/** The replica that an answer is of: an address that was given to another program meanwhile cannot say it. */
export const OF_REPLICA = 'x-replica';

/** A pod's name comes from a sibling: what no name and no address holds is not repeated. */
export const plainName = (pod: string): string => pod.replace(/[^\w.:/-]/g, '?').slice(0, 253);
