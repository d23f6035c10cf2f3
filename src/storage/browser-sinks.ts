/**
 * The sinks that this browser has. All but the simplest are loaded when they are used. A picker opens first, because it
 * needs the click.
 */
import { DownloadSink } from './sink/download-sink.ts';
import { pickFile } from './sink/file-picker.ts';
import { pickFolder } from './sink/folder-picker.ts';
import type { Sink } from './sink/sink.ts';
import type { StreamingSink } from './sink/streaming/streaming-sink.ts';
import type { VaultStore } from './vault/vault.ts';
import type { Sinks, StreamingSinks } from './sink/sinks.ts';

/** @param vaults where a ZIP is built that cannot be streamed */
export function browserSinks(vaults: VaultStore): Sinks {
  return {
    download: () => new DownloadSink(),
    part: () => ({
      save: async (...args) => {
        const { PartSink } = await import('./sink/part-sink.ts');
        return (await timed(new PartSink(vaults))).save(...args);
      },
    }),
    folder:
      pickFolder &&
      (async () => {
        const folder = await pickFolder!();
        const { FolderSink } = await import('./sink/folder-sink.ts');
        return timed(new FolderSink(folder));
      }),
    zip: (name) => ({
      save: async (...args) => {
        const { ZipSink } = await import('./sink/zip-sink.ts');
        return (await timed(new ZipSink(name, vaults))).save(...args);
      },
    }),
    streaming: streamingSinks,
  };
}

/** With an end to whatever does not answer. */
const timed = async (sink: Sink): Promise<Sink> => new (await import('./timed-sinks.ts')).TimedSink(sink);
const timedStreaming = async (sink: StreamingSink): Promise<StreamingSink> =>
  new (await import('./timed-sinks.ts')).TimedStreamingSink(sink);

const streamingSinks: StreamingSinks = {
  file:
    pickFile &&
    (async (name) => {
      const handle = await pickFile!(name);
      const { StreamingFileSink } = await import('./sink/streaming/streaming-file-sink.ts');
      return timedStreaming(new StreamingFileSink(handle));
    }),
  folder:
    pickFolder &&
    (async () => {
      const folder = await pickFolder!();
      const { StreamingFolderSink } = await import('./sink/streaming/streaming-folder-sink.ts');
      return timedStreaming(new StreamingFolderSink(folder));
    }),
  download: () => ({
    save: async (...args) => {
      const { StreamingDownloadSink } = await import('./sink/streaming/streaming-download-sink.ts');
      return (await timedStreaming(new StreamingDownloadSink())).save(...args);
    },
  }),
  zip: (name) => ({
    save: async (...args) => {
      const { StreamingZipSink } = await import('./sink/streaming/streaming-zip-sink.ts');
      return (await timedStreaming(new StreamingZipSink(name))).save(...args);
    },
  }),
  canStream: async () => {
    const { canStream } = await import('./sink/streaming/streamed-download.ts');
    return canStream();
  },
};
