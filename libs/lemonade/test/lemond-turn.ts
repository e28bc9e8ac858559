import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** An abstract socket: it is there for the whole machine, and is gone with the process that has it. Source: unix(7). */
const NAME = '\0hal0-tests-with-the-real-lemond';

interface Turn {
  server: Server;
  /** Connections of those who wait; they close when the turn ends. */
  waiting: Set<Socket>;
}

/**
 * Waits until no other process tests with the real lemond. Two lemonds that look for a free port at the same moment take the same
 * one; the one that loses it throws out all its models and loads again, which tests of a bare lemond cannot tell from a fault.
 * Resolves to what ends the turn.
 */
export async function takeLemondTurn(): Promise<() => Promise<void>> {
  for (;;) {
    const turn = await listen();
    if (turn) return () => end(turn);
    const holder = connect(NAME);
    await once(holder, 'close').catch(() => undefined);
  }
}

async function listen(): Promise<Turn | undefined> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => waiting.add(socket.on('error', () => undefined)));
  try {
    server.listen(NAME);
    await once(server, 'listening');
    return { server, waiting };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return undefined;
  }
}

async function end({ server, waiting }: Turn): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of waiting) socket.destroy();
  await closed;
}
