import { createServer, connect, type Server, type Socket } from 'node:net';
import { whenDone } from './cleanup.js';

/** A way to a database that can be shut: whoever goes through it loses the database, and finds it again. */
export interface Gate {
  /** Connection URL through the gate. */
  url: string;
  shut: () => Promise<void>;
  open: () => Promise<void>;
}

/** An open gate to a database; it is shut for good when the test file is done. */
export async function aGate(databaseUrl: string): Promise<Gate> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const pass = (socket: Socket): void => {
    const onward = connect(Number(target.port), target.hostname);
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => undefined).on('close', () => sockets.delete(end));
    }
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward);
    onward.pipe(socket);
  };
  let server = await listening(pass, 0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const shut = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    return closed;
  };
  whenDone(shut);
  const open = async (): Promise<void> => {
    server = await listening(pass, port);
  };
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { url: url.href, shut, open };
}

function listening(pass: (socket: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(pass);
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}
