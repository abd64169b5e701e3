// A mutant meets the examples first. Of each property a few runs do, and nobody reads a counter-example: no shrinking.
import fc from 'fast-check';

fc.configureGlobal({ numRuns: 25, endOnFailure: true });
