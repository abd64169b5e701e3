// The specs that judge a mutant, the quick ones first: the first test that fails is the last one that runs. None waits
// for a disk: a mutant is judged by what it does, not by how busy the machine is.
const specsOf = {
  persistence: [
    ...['record', 'commit', 'scanner', 'judge', 'judge-evidence', 'format'].map(
      (name) => `src/format/${name}`,
    ),
    'src/journal/commit-queue',
    'src/reading/log-scan',
    'src/reading/reader',
  ],
  proof: [
    'test/histories/cases',
    'test/histories/messages',
    'test/verdicts',
    'test/examples',
    'src/report/findings',
  ],
};

export const specs = Object.entries(specsOf).flatMap(([library, names]) =>
  names.map((name) => `libs/${library}/${name}.spec.ts`),
);
