const ESCAPE = '\x1b';
const CONTROL = new RegExp(`${ESCAPE}\\[(\\??)([\\d;]*)([A-Za-z])`, 'y');

/** What a terminal shows of the bytes it gets: the few controls that `visits local` uses; another one is an error. */
export class Screen {
  private lines: string[] = [''];
  private row = 0;
  private column = 0;

  constructor(
    private columns: number,
    private rows: number,
  ) {}

  /** As terminals do that wrap old lines anew: where they are is not known any more. */
  resize(columns: number, rows: number): void {
    [this.columns, this.rows] = [columns, rows];
    this.lines = this.lines.slice(-rows).map((line) => line.slice(0, columns));
    this.row = Math.min(this.row, rows - 1);
  }

  get text(): string {
    return this.lines.map((line) => line.trimEnd()).join('\n');
  }

  write(text: string): void {
    for (let at = 0; at < text.length;) {
      CONTROL.lastIndex = at;
      const control = CONTROL.exec(text);
      if (control) this.control(control[1] + (control[3] ?? ''), Number(control[2]) || 0);
      else this.put(text[at] as string);
      at += control ? control[0].length : 1;
    }
  }

  private put(character: string): void {
    if (character === '\r') this.column = 0;
    else if (character === '\n') this.down();
    else {
      if (this.column >= this.columns) {
        this.column = 0;
        this.down();
      }
      const line = this.line.padEnd(this.column);
      this.line = line.slice(0, this.column) + character + line.slice(this.column + 1);
      this.column += 1;
    }
  }

  private control(name: string, number: number): void {
    if (name === 'A') this.row = Math.max(0, this.row - (number || 1));
    else if (name === 'H') [this.row, this.column] = [0, 0];
    else if (name === 'K') this.line = this.line.slice(0, this.column);
    else if (name === 'J' && number === 2) this.lines = [''];
    else if (name === 'J') {
      this.line = this.line.slice(0, this.column);
      this.lines.length = Math.min(this.lines.length, this.row + 1);
    } else if (!['m', '?l', '?h'].includes(name))
      throw new Error(`a terminal control that is not known: ${name}`);
  }

  private get line(): string {
    return this.lines[this.row] ?? '';
  }

  private set line(text: string) {
    while (this.lines.length <= this.row) this.lines.push('');
    this.lines[this.row] = text;
  }

  private down(): void {
    if (this.row < this.rows - 1) this.row += 1;
    else this.lines.shift();
    while (this.lines.length <= this.row) this.lines.push('');
  }
}
