/** Finds the files of an earlier share again: by handles that were kept, or by what the person chooses, in one go or in several. */
import { toBeamError } from '../protocol/errors.ts';
import type { ManifestFile } from '../protocol/manifest.ts';
import { FileSource } from '../storage/file-source.ts';
import { askToRead, canRead, filesFromHandles } from '../storage/kept-handles.ts';
import type { PickedFile } from '../storage/picked-files.ts';
import { sameFiles } from '../storage/same-files.ts';
import type { Source } from '../storage/source.ts';
import type { SourceNeed } from './view.ts';

export class SourceSearch {
  /** Until they are all there. */
  private chosen: readonly PickedFile[] = [];

  constructor(private readonly files: readonly ManifestFile[], private readonly handles: readonly FileSystemHandle[]) {}

  /** What the person has to do. */
  get need(): SourceNeed {
    return this.handles.length > 0 ? 'permission' : 'files';
  }

  /** The browser still lets us read, without a question. */
  async isAllowed(): Promise<boolean> {
    return this.handles.length > 0 && canRead(this.handles);
  }

  /** The browser's question; in a click. */
  ask(): Promise<boolean> {
    return askToRead(this.handles);
  }

  /** Rejects with BeamError `source-changed`. */
  async byHandles(): Promise<Source> {
    return this.sourceOf(await filesFromHandles(this.handles, this.files));
  }

  /** Rejects with BeamError `source-changed`, `source-missing`; what was chosen before counts, unless something of it has changed. */
  async byChoice(picking: Promise<readonly PickedFile[]>): Promise<Source> {
    try {
      this.chosen = [...this.chosen, ...(await picking)];
      return this.sourceOf(this.chosen);
    } catch (thrown) {
      const error = toBeamError(thrown, 'source-changed');
      if (error.code === 'source-changed') this.chosen = [];
      throw error;
    }
  }

  private sourceOf(picked: readonly PickedFile[]): Source {
    return new FileSource(sameFiles(this.files, picked), this.files);
  }
}
