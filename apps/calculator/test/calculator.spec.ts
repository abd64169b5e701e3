import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runningCalculator } from './running-calculator';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('POST /calculations', () => {
  it('calculates and records the line of the reports', async () => {
    const { http, dataDir, shell } = await runningCalculator();
    const { body, headers } = await http.post('/calculations').send({ expression: '3+4' }).expect(201);
    expect(body).toEqual({
      expression: '3 + 4',
      result: '7',
      text: '3 + 4 = 7',
      visits: 1,
      pod: 'calculator-1',
      ordinal: 1,
      replica: expect.any(String),
      receipt: { replica: body.replica, n: 1, at: expect.any(String), boot: shell.process.boot },
    });
    expect(headers).toMatchObject({ 'x-visit': `${body.replica}/1`, 'x-visit-at': body.receipt.at });
    expect(await readFile(join(dataDir, 'visits.log'), 'utf8')).toMatch(
      /^\S+ 1 3 \+ 4 = 7 #1:[0-9a-f]{8}\n$/,
    );
  });

  it('takes a form, and sends a browser to its result, which a reload does not count again', async () => {
    const { http, journal } = await runningCalculator();
    await http.post('/calculations').send({ expression: '1 + 1' });
    const { headers, text: sent } = await http
      .post('/calculations')
      .set('accept', browser)
      .type('form')
      .send({ expression: '2 ^ 10' })
      .expect(303);
    const { replica } = journal.status();
    expect(sent).toBe('');
    expect(headers).toMatchObject({
      location: `calculations/2?replica=${replica}`,
      'x-visit': `${replica}/2`,
    });
    for (let reload = 0; reload < 2; reload += 1) {
      const { text } = await http.get(`/${headers.location}`).set('accept', browser).expect(200);
      expect(text).toContain('<p class="figure"><output>1024</output></p>');
      expect(text).toContain('2 ^ 10 = 1024');
      expect(text).toContain('1 + 1 = 2');
      expect(text).toContain('<strong>2</strong>');
      expect(text).toContain(`href="../calculations?replica=${replica}&amp;n=2#n2"`);
    }
    expect((await http.get('/visits')).body.visits).toBe(2);
  });

  it('gives a calculation again to whoever has its number, from the log', async () => {
    const { http } = await runningCalculator();
    const { body, headers } = await http.post('/calculations').send({ expression: '1/3' }).expect(201);
    const { body: again } = await http.get(`/${headers.location}`).expect(200);
    const { expression, result, text, pod, ordinal, replica, receipt } = body;
    expect(again).toEqual({ expression, result, text, pod, ordinal, replica, n: 1, at: receipt.at });
    expect((await http.get('/calculations/2').expect(404)).body.code).toBe('line-not-kept');
    for (const n of ['0', '01', '-1', '1e3', 'x', '9'.repeat(16)])
      expect((await http.get(`/calculations/${n}`).expect(400)).body.code).toBe('invalid-input');
  });

  it('counts under concurrency without a gap', async () => {
    const { http } = await runningCalculator();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => http.post('/calculations').send({ expression: `${i} * 2` })),
    );
    const seen = answers.map(({ body }) => body.receipt.n).sort((a, b) => a - b);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    const { items } = (await http.get('/calculations?limit=1000')).body;
    for (const { body } of answers)
      expect(items[body.receipt.n - 1]).toMatchObject({ n: body.receipt.n, text: body.text });
  });
});

describe('what has no result', () => {
  it.each([
    ['1 / 0', 'division-by-zero'],
    ['9 ^ 9 ^ 9 ^ 9', 'overflow'],
    ['1e-6000 * 1e-6000', 'underflow'],
    ['(-2) ^ 0.5', 'power-undefined'],
    ['', 'expression-empty'],
    ['3 +', 'expression-invalid'],
    ['process.exit()', 'expression-invalid'],
    ['1\n2026-11-21T00:00:00.000Z 9 1 = 1 #1:deadbeef', 'expression-invalid'],
    ['1 #1:deadbeef', 'expression-invalid'],
    ['\u001b[31m1', 'expression-invalid'],
    ['<script>alert(1)</script>', 'expression-invalid'],
    ['('.repeat(5_000), 'expression-too-long'],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 'expression-too-deep'],
  ])('%j is a 422, and nothing is recorded', async (expression, code) => {
    const { http, dataDir } = await runningCalculator();
    const { body, text } = await http.post('/calculations').send({ expression }).expect(422);
    expect(body).toMatchObject({ status: 422, code, title: 'No result' });
    expect(body.detail).not.toBe('');
    expect(body.action).not.toBe('');
    expect(text).not.toContain('\u001b');
    const page = await http
      .post('/calculations')
      .set('accept', browser)
      .type('form')
      .send({ expression })
      .expect(422);
    expect(page.text.match(/<script/g)).toHaveLength(2);
    expect(page.text).toContain('<form');
    expect((await http.get('/visits')).body.visits).toBe(0);
    expect(await readFile(join(dataDir, 'visits.log'), 'utf8')).toBe('');
  });

  it('is counted by kind', async () => {
    const { http, shell } = await runningCalculator();
    for (const expression of ['1 + 1', '1 / 0', '?']) await http.post('/calculations').send({ expression });
    const text = await shell.metrics.registry.metrics();
    for (const labels of [
      'op="add",outcome="ok"',
      'op="divide",outcome="division-by-zero"',
      'op="none",outcome="expression-invalid"',
    ])
      expect(text).toContain(`calculator_operations_total{${labels}} 1\n`);
  });
});

describe('looking', () => {
  it('counts nothing: the page, the index, the history', async () => {
    const { http } = await runningCalculator();
    const { text } = await http.get('/').set('accept', browser).expect(200);
    expect(text).toContain('<form class="ask" method="post" action="./calculations">');
    expect(text).toContain('<label for="expression">');
    expect((await http.get('/')).body).toMatchObject({
      service: 'calculator',
      visits: 0,
      pod: 'calculator-1',
    });
    await http.get('/calculations').expect(200);
    await http.head('/').expect(200);
    await http.get('/').set('accept', 'image/png').expect(406);
    expect((await http.put('/calculations').expect(405)).headers.allow).toBe('GET, HEAD, OPTIONS, POST');
    expect((await http.get('/visits')).body.visits).toBe(0);
  });

  it('shows the history in three forms, and refuses wrong limits', async () => {
    const { http } = await runningCalculator();
    for (const expression of ['1 + 1', '2 * 3', '8 / 2'])
      await http.post('/calculations').send({ expression });
    const { body } = await http.get('/calculations?limit=2&after=1');
    expect(body).toMatchObject({
      first: 1,
      next: null,
      items: [
        { n: 2, text: '2 * 3 = 6' },
        { n: 3, text: '8 / 2 = 4' },
      ],
    });
    const plain = await http.get('/calculations').set('accept', 'text/plain');
    expect(plain.text).toMatch(/^\S+Z 1 1 \+ 1 = 2\n\S+Z 2 2 \* 3 = 6\n\S+Z 3 8 \/ 2 = 4\n$/);
    expect((await http.get('/calculations').set('accept', browser)).text).toContain('8 / 2 = 4');
    await http.get('/calculations?limit=1001').expect(400);
  });
});

describe('while the volume cannot be written', () => {
  it('nothing is calculated for keeps, and every caller is answered so', async () => {
    const { dataDir } = await runningCalculator();
    const { http, shell } = await runningCalculator(
      { DATA_DIR: dataDir, POD_NAME: 'calculator-0' },
      'waiting',
    );
    const { body, headers } = await http.post('/calculations').send({ expression: '1 + 1' }).expect(503);
    expect(body.code).toBe('locked');
    expect(headers['retry-after']).toBe('1');
    const page = await http
      .post('/calculations')
      .set('accept', browser)
      .type('form')
      .send({ expression: '1+1' });
    expect(page.status).toBe(503);
    expect(page.text).toContain('value="1+1"');
    await http.get('/').set('accept', browser).expect(200);
    await http.get('/calculations').expect(200);
    const text = await shell.metrics.registry.metrics();
    expect(text).toContain('calculator_operations_total{op="add",outcome="unavailable"} 2\n');
  });
});

it('offers the contract that validates', async () => {
  const { http } = await runningCalculator();
  const { body } = await http.get('/openapi.json').expect(200);
  expect(JSON.stringify(body.paths['/calculations'].post.requestBody)).toContain('expression');
});
