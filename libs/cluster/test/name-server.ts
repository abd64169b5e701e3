import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import {
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  streamDecode,
  streamEncode,
  TRUNCATED_RESPONSE,
  type Answer,
  type Packet,
  type Question,
} from 'dns-packet';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

const CODES = { nxdomain: 3, servfail: 2, refused: 5 } as const;
/** Without EDNS a larger answer is cut, and asked for again by TCP. */
const MAX_UDP_BYTES = 512;

export type Fate = 'answer' | 'silence' | 'garbage' | 'empty' | keyof typeof CODES;

/** A DNS server on loopback, over UDP and TCP at one port. */
export class NameServer {
  /** `TYPE name` of each question, in order. */
  readonly asked: string[] = [];
  /** How many of them came by TCP. */
  byTcp = 0;
  fate: (question: Question) => Fate = () => 'answer';
  /** How long each answer takes. */
  delayMs = 0;
  #stopped = false;
  #isTcpSilent = false;
  #records: Answer[] = [];
  readonly #connections = new Set<Socket>();

  private constructor(
    private readonly udp: UdpSocket,
    private readonly tcp: Server,
    readonly address: string,
  ) {
    udp.on('message', (bytes, from) => {
      const reply = this.#reply(decode(bytes));
      if (!reply) return;
      const whole = Buffer.isBuffer(reply) ? reply : encode(reply);
      const cut = (): Buffer =>
        encode({ ...reply, answers: [], flags: ((reply as Packet).flags ?? 0) | TRUNCATED_RESPONSE });
      const send = (): void => {
        if (!this.#stopped) udp.send(whole.length > MAX_UDP_BYTES ? cut() : whole, from.port, from.address);
      };
      setTimeout(send, this.delayMs);
    });
    tcp.on('connection', (socket) => this.#serve(socket));
  }

  static async start(): Promise<NameServer> {
    const tcp = createServer().listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as { port: number };
    const udp = createSocket('udp4');
    udp.bind(port, '127.0.0.1');
    try {
      await once(udp, 'listening');
    } catch {
      // Somebody has the number for datagrams.
      tcp.close();
      return NameServer.start();
    }
    return new NameServer(udp, tcp, `127.0.0.1:${port}`);
  }

  add(type: 'A' | 'AAAA' | 'SRV', name: string, data: unknown): this {
    this.#records.push({ type, name, ttl: 30, data });
    return this;
  }

  remove(name: string): void {
    this.#records = this.#records.filter((record) => record.name !== name);
  }

  /** A StatefulSet behind a headless Service, as CoreDNS shows it. */
  addSet(headless: string, pods: Readonly<Record<string, string>>, port = 8080): this {
    for (const [pod, address] of Object.entries(pods)) {
      const target = `${pod}.${headless}`;
      this.add('SRV', `_http._tcp.${headless}`, { target, port, priority: 0, weight: 100 });
      this.add(address.includes(':') ? 'AAAA' : 'A', target, address);
      this.add(address.includes(':') ? 'AAAA' : 'A', headless, address);
    }
    return this;
  }

  /** As where a firewall lets only UDP pass: refused, or silent. */
  async shutTcp(way: 'refused' | 'silent'): Promise<void> {
    if (way === 'silent') this.#isTcpSilent = true;
    else await this.#closeTcp();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.udp.close();
    if (this.tcp.listening) await this.#closeTcp();
  }

  async #closeTcp(): Promise<void> {
    this.tcp.close();
    for (const socket of this.#connections) socket.destroy();
    await once(this.tcp, 'close');
  }

  #serve(socket: Socket): void {
    this.#connections.add(socket);
    socket.on('close', () => this.#connections.delete(socket)).on('error', () => undefined);
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      if (this.#isTcpSilent) return;
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
        const end = 2 + bytes.readUInt16BE(0);
        const reply = this.#reply(streamDecode(bytes.subarray(0, end)) as Packet);
        bytes = bytes.subarray(end);
        this.byTcp += 1;
        if (reply) socket.write(Buffer.isBuffer(reply) ? reply : streamEncode(reply));
      }
    });
  }

  #reply({ id = 0, questions = [] }: Packet): Packet | Buffer | null {
    const [question] = questions;
    if (!question) return null;
    const { type, name } = question;
    this.asked.push(`${type} ${name}`);
    const fate = this.fate(question);
    if (fate === 'silence') return null;
    if (fate === 'garbage')
      return Buffer.concat([encode({ type: 'response', id }).subarray(0, 6), Buffer.alloc(40, 255)]);
    const reply = (code: number, answers: Answer[]): Packet => ({
      type: 'response',
      id,
      flags: RECURSION_DESIRED | RECURSION_AVAILABLE | code,
      questions,
      answers,
    });
    if (fate in CODES) return reply(CODES[fate as keyof typeof CODES], []);
    const named = this.#records.filter((record) => record.name === name.toLowerCase());
    if (named.length === 0) return reply(CODES.nxdomain, []);
    return reply(0, fate === 'empty' ? [] : named.filter((record) => record.type === type));
  }
}
