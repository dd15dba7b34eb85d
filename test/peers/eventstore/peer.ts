import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, status, type Metadata, type ServerDuplexStream, type ServerReadableStream, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { UUID, type Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { append, batchAppend, exception } from './append-service';
import { EventLog } from './event-log';
import { Faults } from './faults';
import { read } from './read-service';
import type { ReadCall } from './sink';

export interface PeerOptions {
  /** The file that keeps what was acknowledged. */
  readonly file: string;
  /** One address each, all on loopback; 0 = any free one. Several stand for the nodes of a cluster. */
  readonly ports: readonly number[];
  /** PEM files; without them the wire is plain. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** `name:password`; others are refused. */
  readonly user?: string;
}

interface StreamingCall {
  readonly metadata: Metadata;
  emit(event: 'error', error: Error): boolean;
}
interface Refusal {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/**
 * Stands in for an EventStoreDB where none is to be had: it speaks the wire of the real client, keeps what it acknowledged,
 * and does on demand what a real server will not. What it accepts is no proof of what a real server accepts.
 */
export class Peer {
  readonly faults = new Faults();
  /** In the order of `PeerOptions.ports`. */
  readonly ports: number[] = [];
  private readonly servers: Server[] = [];

  private constructor(
    private readonly log: EventLog,
    private readonly options: PeerOptions,
  ) {}

  static async start(options: PeerOptions): Promise<Peer> {
    let peer: Peer | undefined;
    const log = await EventLog.open(options.file, () => Date.now() + (peer?.faults.clock ?? 0));
    peer = new Peer(log, options);
    for (const port of options.ports) peer.ports.push(await peer.listen(port));
    return peer;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) server.forceShutdown();
    await this.log.close();
  }

  private async listen(port: number): Promise<number> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    this.servers.push(server);
    const own = { port };
    server.addService(StreamsService, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) => {
        const refusal = this.refusal(call.metadata, own.port);
        if (refusal === null) void append(this.log, this.faults, call, answer).catch(answer);
        else answer(refusal);
      },
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => this.unlessRefused(call, own.port, () => batchAppend(this.log, this.faults, call)),
      read: (call: ReadCall) => this.unlessRefused(call, own.port, () => void read(this.log, this.faults, call).catch((error: Error) => call.emit('error', error))),
    });
    server.addService(ServerFeaturesService, { getSupportedMethods: (_call: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>) => answer(null, supportedMethods()) });
    server.addService(GossipService, { read: (_call: ServerUnaryCall<Empty, ClusterInfo>, answer: sendUnaryData<ClusterInfo>) => answer(null, this.cluster()) });
    own.port = await bound(server, port, this.credentials());
    return own.port;
  }

  private credentials(): ServerCredentials {
    const { tls } = this.options;
    return tls === undefined ? ServerCredentials.createInsecure() : ServerCredentials.createSsl(null, [{ cert_chain: readFileSync(tls.certificate), private_key: readFileSync(tls.key) }]);
  }

  private unlessRefused(call: StreamingCall, port: number, answer: () => void): void {
    const refusal = this.refusal(call.metadata, port);
    if (refusal === null) answer();
    else call.emit('error', Object.assign(new Error(refusal.details), refusal));
  }

  private refusal(metadata: Metadata, port: number): Refusal | null {
    const { user } = this.options;
    const said = String(metadata.get('authorization')[0] ?? '').replace(/^Basic /, '');
    if (user !== undefined && Buffer.from(said, 'base64').toString() !== user) return { code: status.UNAUTHENTICATED, details: 'who are you?' };
    const { leader } = this.faults;
    if (leader === null || leader === port || metadata.get('requires-leader')[0] !== 'true') return null;
    return { code: status.NOT_FOUND, details: 'Leader info available', metadata: exception('not-leader', { 'leader-endpoint-host': 'localhost', 'leader-endpoint-port': String(leader) }) };
  }

  private cluster(): ClusterInfo {
    const leader = this.faults.leader ?? this.ports[0];
    const { LEADER, FOLLOWER } = MemberInfo.VNodeState;
    return new ClusterInfo().setMembersList(this.ports.map((port) => new MemberInfo().setInstanceId(new UUID().setString(crypto.randomUUID())).setState(port === leader ? LEADER : FOLLOWER).setIsAlive(true).setHttpEndPoint(new EndPoint().setAddress('localhost').setPort(port))));
  }
}

function supportedMethods(): SupportedMethods {
  const methods = ['append', 'batchappend', 'read'].map((name) => new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name));
  return new SupportedMethods().setEventStoreServerVersion('23.10.0').setMethodsList(methods);
}

function bound(server: Server, port: number, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, actual) => (error === null ? resolve(actual) : reject(error)));
  });
}
