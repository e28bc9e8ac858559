import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';
const ATTEMPTS = 200;

/** The first port from `first` upwards that nobody on this machine listens on; undefined when 200 in a row are taken. */
export async function findFreePort(first: number): Promise<number | undefined> {
  for (let port = first; port < Math.min(first + ATTEMPTS, 65_536); port++) {
    if (await isPortFree(port)) return port;
  }
  return undefined;
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
