import { type FindingKind } from './registry';

const undecided = (
  title: string,
  cause: string,
  look: string,
  fix: string,
): FindingKind & { severity: 'undecided' } => ({ severity: 'undecided', title, cause, look, fix });

const warning = (
  title: string,
  cause: string,
  look: string,
  fix: string,
): FindingKind & { severity: 'warning' } => ({ severity: 'warning', title, cause, look, fix });

/** Why nothing is concluded where something looks wrong, or was not seen. None of it is silent. */
export const EXCUSES = {
  ACK_COVERED: undecided(
    'The line of an acknowledged visit may have been dropped by rotation.',
    'The run wrote more than the volume keeps.',
    'visits.log.1 and the oldest line that is kept.',
    'Raise LOG_KEEP_BYTES, or make the run shorter.',
  ),
  CHALLENGE_MISMATCH: undecided(
    'The operands are not made of the challenge.',
    'The bundle was made before the challenge was known, or the ledger was changed.',
    'The first visit whose text differs.',
    'Run again with `--challenge`.',
  ),
  CLAIM_NOT_READ: undecided(
    'A claim was not read after the run.',
    'The volume could not be mounted or copied, or the copy is missing in the bundle.',
    'The `read` line of that claim in observations.ndjson.',
    'Copy the volume into volumes/CLAIM/after/ while nobody writes on it, and judge again.',
  ),
  COPY_CUT: undecided(
    'A volume’s copy is not what was read there.',
    'The copy was cut on its way, or the file changed while it was read.',
    'The size and sha256 in the `read` line against the file.',
    'Copy the volume again while nobody writes on it.',
  ),
  EXCESS_EXCUSED: undecided(
    'There are more lines than visits, and something else explains them.',
    'Another client visited, or something between repeated requests: their lines look like ours.',
    'The excuse that stands beside it.',
    'Run on a set that nobody else visits, without a proxy that retries.',
  ),
  EXPOSURE_LOW: undecided(
    'The disruption met too few visits to show anything.',
    'The load was too low, the victim got none of it, or the disruption did not happen.',
    'The exposure of the scenario against its floor.',
    'Raise `--rate`, or run again on an idle machine.',
  ),
  FACTS_OF_ANOTHER_RUN: undecided(
    'facts.json is of another run than the ledger.',
    'The bundle was put together of two runs.',
    '`run` in facts.json and in the first line of the ledger.',
    'Judge the bundle as the run wrote it.',
  ),
  LEDGER_CUT: undecided(
    'The ledger has no valid last line.',
    'The writer was stopped, its output was cut, or the file was changed afterwards.',
    'The last lines of ledger.log.',
    'Fetch the ledger again; if the writer was stopped, run again.',
  ),
  LEDGER_DAMAGED: undecided(
    'A line of the ledger does not fit.',
    'The file was changed, or the writer has a bug.',
    'The lines that are named.',
    'Fetch the ledger again, or run again.',
  ),
  NOT_FINISHED: undecided(
    'The scenario did not come to its end.',
    'The run was stopped, or a wait ended without what it waited for.',
    'The last step of the scenario, and why it waited.',
    'Run it again with `--only`.',
  ),
  NOT_RESTORED: undecided(
    'Something could not be put back.',
    'A call failed, a class keeps its volumes, or the permission is missing.',
    'The object, in the message.',
    'Run the command in the message.',
  ),
  OBSERVATIONS_DAMAGED: undecided(
    'A line of observations.ndjson cannot be read.',
    'The file was cut or changed.',
    'The lines that are named.',
    'Fetch the file again.',
  ),
  PROBES_UNCLEAR: undecided(
    'The count rose during probe traffic, and does not follow it.',
    'Somebody else visited meanwhile.',
    'The windows of probe traffic against the silent ones.',
    'Run on a set that nobody else visits.',
  ),
  RECEIPT_MISSING: undecided(
    'A 2xx came without the receipt that is due.',
    'Something between answered itself or removed the headers, or the service left the receipt out.',
    'The visit in the ledger: was there an X-Pod?',
    'Let X-Pod, X-Visit and X-Visit-At pass.',
  ),
  REPLICA_UNKNOWN: undecided(
    'A receipt names a replica that nobody knows.',
    'Its claim was not read, or was created and removed during the run.',
    'replica.json and peers.json of all claims.',
    'Copy all volumes of the set, and judge again.',
  ),
  RETRIED_ON_THE_WAY: undecided(
    'A visit sent through the Service stands twice, or although it was refused.',
    'A proxy or a mesh repeated the request; a service that counts twice looks the same.',
    'The same kind of visit sent to a pod directly: is it counted once?',
    'Switch off retries of requests that are not idempotent.',
  ),
  SCENARIO_SKIPPED: undecided(
    'A scenario that was asked for by its name did not run.',
    'Something that it needs is missing.',
    'The reason, in the message.',
    'Give it what it needs, or do not ask for it.',
  ),
  SELF_TEST_FAILED: undecided(
    'The judge did not convict each lie of its self-test.',
    'The judge is broken.',
    '`visits verify self-test`.',
    'Do not trust this report; report the version.',
  ),
  SPEC_CHANGED: undecided(
    'Somebody else changed what is tested during the run.',
    'A GitOps controller, an autoscaler or a person.',
    'The manager and the change, in the message.',
    'Pause it, and run again.',
  ),
  TOTAL_UNCLEAR: undecided(
    'A total is higher than our visits, and something else explains it.',
    'Another client visited, or something between repeated requests.',
    'The excuse that stands beside it.',
    'Run on a set that nobody else visits, without a proxy that retries.',
  ),
  ANSWERED_AFTER_CUT: warning(
    'Visits were answered after the power was cut, and are gone.',
    'The answer was on its way while the disk was already gone: it proves nothing.',
    'The time of the cut and of the answers.',
    'Nothing: a bare write and fdatasync loses such answers too.',
  ),
  CLOCK_STEPPED: warning(
    'A clock was set during the run.',
    'NTP, a suspended machine, or a person.',
    'The line whose time goes back.',
    'Nothing for the counts; lines of that volume are matched by number only.',
  ),
  OBSERVATION_GAP: warning(
    'Nothing was seen of something for a while.',
    'A watch ended, or a sampler did not answer.',
    'The gap against what happened in it.',
    'Nothing, if the exposure still holds.',
  ),
  OTHER_CLIENTS: warning(
    'Somebody else was counted too.',
    'Another client visits the set.',
    'The lines that carry no text of this run.',
    'Run on a set that nobody else visits.',
  ),
  VISIT_UNANSWERED: warning(
    'A visit got no answer while pods were replaced as planned.',
    'The kernel had accepted its connection and the stopping process had not yet, or the process cut it.',
    'How many there are, and when: the kernel resets hardly any, in the moment in which the listener closes.',
    'Be unready first, answer who has connected, and close the listener last.',
  ),
  WRITER_STARVED: warning(
    'The writer itself was held up.',
    'The machine was too busy: its event loop was late by more than 50 ms.',
    'What else ran on the writer’s machine.',
    'Times of answers are not to be trusted there; counts are.',
  ),
} as const satisfies Record<string, FindingKind>;
