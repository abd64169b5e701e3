import { readPage } from './page';

const sh = (...lines: string[]) => ['```sh', ...lines, '```', ''].join('\n');

describe('a page', () => {
  it('has its blocks in order, each with its section, its output and its mark, also within a list', () => {
    const page = [
      '## First\n',
      sh('echo one', 'echo two'),
      '```\none\ntwo\n```\n',
      '- In a list:\n\n  ```sh\n  echo three\n  ```\n',
      '## `Second` section\n\n<!-- not run: needs a cloud,\nand a card -->\n',
      sh('cloud up'),
      'Prose.\n\n```yaml\nkind: List\n```\n\n```json\n{}\n```\n',
    ].join('\n');
    expect(readPage(page)).toEqual({
      blocks: [
        { line: 4, heading: 'First', script: 'echo one\necho two', shown: 'one\ntwo' },
        { line: 16, heading: 'First', script: 'echo three' },
        {
          ...{ line: 25, heading: 'Second section', script: 'cloud up', shown: '{}' },
          notRun: 'needs a cloud,\nand a card',
        },
      ],
      faults: [],
    });
  });

  it.each([
    ['a mark without a reason', '<!-- not run: -->\n\n```sh\ntrue\n```', 'line 1: the mark has no reason'],
    ['a mark without even a colon', '<!-- not run -->\n\n```sh\ntrue\n```', 'line 1: the mark has no reason'],
    ['a mark before prose', '<!-- not run: x -->\n\nProse.', 'line 1: the mark is not before a block of sh'],
    ['a mark at the end', 'Prose.\n\n<!-- not run: x -->', 'line 3: the mark is not before a block of sh'],
    [
      'two marks',
      '<!-- not run: x -->\n\n<!-- not run: y -->\n\n```sh\n```',
      'line 1: the mark is not before',
    ],
    ['another shell', '```bash\ntrue\n```', 'line 1: commands are a block of sh'],
    ['a session', '```console\n$ true\n```', 'line 1: commands are a block of sh'],
    [
      'two outputs',
      '```sh\ntrue\n```\n\n```\na\n```\n\n```text\nb\n```',
      'line 9: a second output of one block',
    ],
    [
      'a forward that keeps the terminal',
      '```sh\nkubectl port-forward pod/a 1:80 # one\nkubectl port-forward pod/b 2:80\n```',
      'line 2: a port-forward keeps the rest of its block from running',
    ],
  ])('with %s has a fault', (_, page, fault) => {
    expect(readPage(page).faults).toEqual([expect.stringContaining(fault)]);
  });

  it('may forward a port in a terminal of its own, or behind the others', () => {
    const page =
      sh('kubectl port-forward pod/a 1:80') + sh('kubectl port-forward pod/a 1:80 >log & # one', 'true');
    expect(readPage(page).faults).toEqual([]);
  });

  it('takes what stands before a command for no output', () => {
    const page = '```\na tree\n```\n\n' + sh('true') + '## Next\n\n```\nanother tree\n```\n';
    expect(readPage(page)).toEqual({ blocks: [{ line: 6, heading: '', script: 'true' }], faults: [] });
  });
});
