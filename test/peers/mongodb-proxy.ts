import { mongo } from 'mongoose';
import { TcpProxy } from './tcp-proxy';

/** A server of MongoDB's protocol behind a bad line. */
export interface ProxiedMongodb {
  readonly proxy: TcpProxy;
  /** Leads through the proxy, and nowhere else: a client that knew the other members would go round it. */
  readonly url: string;
}

/** In front of whichever member is the primary now. */
export async function proxyMongodb(url: string): Promise<ProxiedMongodb> {
  const [, user = '', path = '/', search = ''] = /^mongodb:\/\/([^@/?]*@)?[^/?]*(\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  const primary = await primaryOf(url);
  const end = primary.lastIndexOf(':');
  const proxy = await TcpProxy.open({ to: { host: primary.slice(0, end), port: Number(primary.slice(end + 1)) } });
  const options = new URLSearchParams(search);
  options.delete('replicaSet');
  options.set('directConnection', 'true');
  return { proxy, url: `mongodb://${user}127.0.0.1:${proxy.port}${path}?${options.toString()}` };
}

async function primaryOf(url: string): Promise<string> {
  const client = new mongo.MongoClient(url);
  try {
    const { primary } = await client.db('admin').command({ isMaster: 1 });
    return typeof primary === 'string' ? primary : String(client.options.hosts[0]);
  } finally {
    await client.close();
  }
}
