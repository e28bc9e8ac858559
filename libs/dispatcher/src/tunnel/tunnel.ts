import type { Clock } from '@hal0/platform';
import { CLOSE } from './frame.js';
import type { FramedSocket, SocketEnd } from './framed-socket.js';
import type { TunnelProtocol } from './upgrade.js';

/** How often a client is asked whether it is still there; one that is silent for two rounds is not. */
const HEARTBEAT_MS = 30_000;
const SILENT_ROUNDS = 2;
/** A client that says nothing for so long does not need the slot. */
const IDLE_MS = 600_000;
const LOST = 'The model server went away. Connect again.';

/** Who is told how a tunnel ended. */
export interface TunnelListener {
  /** The client is done, or was idle for too long. */
  completed(): void;
  /** The client did not keep to the protocol; it has been told. */
  refused(reason: string): void;
  /** The model server is gone; the client has been told to come back. */
  lost(): void;
}

/** Joins a client's WebSocket with that of a model server: messages both ways, no faster than the slower side reads. */
export class Tunnel {
  private serverSlow = false;
  private clientSlow = false;
  private silentRounds = 0;
  private lastMessageAt: number;
  private over = false;
  private cancelBeat: () => void = () => undefined;

  constructor(
    private readonly client: FramedSocket,
    private readonly server: FramedSocket,
    private readonly protocol: TunnelProtocol,
    private readonly clock: Clock,
    private readonly listener: TunnelListener,
  ) {
    this.lastMessageAt = clock.monotonic();
  }

  /** @param early what the client has said before it was answered */
  start(early: Buffer): void {
    this.server.listen({
      text: (text) => this.fromServer(text),
      binary: () => undefined,
      alive: () => undefined,
      ended: (end) => this.serverEnded(end),
    });
    this.beat();
    this.client.listen(
      {
        text: (text) => this.fromClient(text),
        // The protocol answers what it cannot read.
        binary: () => this.fromClient(''),
        alive: () => (this.silentRounds = 0),
        ended: (end) => this.clientEnded(end),
      },
      early,
    );
  }

  /** Ends both sides; the client is told why. The listener hears nothing. */
  close(code: number, reason: string): void {
    if (!this.finish()) return;
    this.client.close(code, reason);
    this.server.destroy();
  }

  private fromClient(text: string): void {
    if (this.over) return;
    this.lastMessageAt = this.clock.monotonic();
    const { forward, answer } = this.protocol.fromClient(text);
    if (forward !== undefined && !this.server.send(forward) && !this.serverSlow) {
      this.serverSlow = true;
      this.server.onceDrained(() => {
        this.serverSlow = false;
        this.flow();
      });
      this.flow();
    }
    if (answer !== undefined) this.tell(answer);
  }

  private fromServer(text: string): void {
    const told = this.over ? undefined : this.protocol.fromServer(text);
    if (told !== undefined) this.tell(told);
  }

  private tell(text: string): void {
    if (this.client.send(text) || this.clientSlow) return;
    this.clientSlow = true;
    this.client.onceDrained(() => {
      this.clientSlow = false;
      this.flow();
    });
    this.flow();
  }

  /** A client that does not read is not listened to either, because all it says may have an answer. */
  private flow(): void {
    if (this.over) return;
    if (this.clientSlow) this.server.pause();
    else this.server.resume();
    if (this.clientSlow || this.serverSlow) this.client.pause();
    else this.client.resume();
  }

  private beat(): void {
    this.cancelBeat = this.clock.schedule(() => {
      if (this.silentRounds >= SILENT_ROUNDS) {
        // The broken connection tells whoever waits for it.
        this.client.destroy();
        return this.clientEnded({ how: 'broken' });
      }
      if (this.clock.monotonic() - this.lastMessageAt >= IDLE_MS) {
        this.close(CLOSE.normal, `Nothing was said for ${IDLE_MS / 60_000} minutes.`);
        return this.listener.completed();
      }
      this.silentRounds += 1;
      this.client.ping();
      this.beat();
    }, HEARTBEAT_MS);
  }

  private clientEnded(end: SocketEnd): void {
    if (!this.finish()) return;
    this.server.close(CLOSE.normal, '');
    if (end.how === 'closed') this.listener.completed();
    if (end.how === 'faulty') this.listener.refused(end.reason);
  }

  private serverEnded(end: SocketEnd): void {
    if (!this.finish()) return;
    if (end.how === 'closed' && end.code === CLOSE.normal) {
      this.client.close(CLOSE.normal, '');
      return this.listener.completed();
    }
    this.client.close(CLOSE.serviceRestart, LOST);
    this.listener.lost();
  }

  /** False when it was over already. */
  private finish(): boolean {
    if (this.over) return false;
    this.over = true;
    this.cancelBeat();
    return true;
  }
}
