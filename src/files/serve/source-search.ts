/**
 * Finds the files of an earlier share again: by handles that were kept, or by what the person chooses, in one go or in
 * several.
 */
import { BeamError } from '../../protocol/errors.ts';
import type { ManifestFile } from '../../protocol/manifest.ts';
import { FileSource } from '../../storage/source/file-source.ts';
import { askToRead, canRead, filesFromHandles } from '../../storage/records/stored-handles.ts';
import type { PickedFile } from '../../storage/source/picked-files.ts';
import { sameFiles, type Comparison } from '../../storage/source/same-files.ts';
import type { Source } from '../../storage/source/source.ts';

/** What a person has to do before a share of earlier goes on. */
export type SourceNeed = 'permission' | 'files';

export class SourceSearch {
  /** Until they are all there. */
  private chosen: readonly PickedFile[] = [];
  /** What was chosen, without the files that are not the same any more; undefined unless the rest can be shared. */
  rest: Source | undefined;

  private readonly files: readonly ManifestFile[];
  private readonly handles: readonly FileSystemHandle[];

  constructor(files: readonly ManifestFile[], handles: readonly FileSystemHandle[]) {
    this.files = files;
    this.handles = handles;
  }

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

  /**
   * Without what has changed or is gone, which nobody can choose better. Rejects with BeamError `source-changed` where
   * nothing is left.
   */
  async byHandles(): Promise<Source> {
    const found = sameFiles(this.files, await filesFromHandles(this.handles, this.files));
    const source = this.sourceOf(found);
    if (source === undefined) throw changed(found.changed[0] ?? found.missing[0]);
    return source;
  }

  /**
   * Rejects with BeamError `source-changed`, `source-missing`; what was chosen before counts, unless something of it
   * has changed.
   */
  async byChoice(picking: Promise<readonly PickedFile[]>): Promise<Source> {
    this.chosen = [...this.chosen, ...(await picking)];
    const found = sameFiles(this.files, this.chosen);
    this.rest = undefined;
    if (found.changed.length > 0) {
      this.chosen = [];
      if (found.missing.length === 0) this.rest = this.sourceOf(found);
      throw changed(found.changed[0]);
    }
    const [path] = found.missing;
    if (path !== undefined) throw new BeamError('source-missing', { figures: { path } });
    return new FileSource(found.files, this.files);
  }

  /** Undefined where no file is left that has something in it. */
  private sourceOf({ files }: Comparison): Source | undefined {
    const isAnyLeft =
      files.some((each) => each !== undefined && each.file.size > 0) || files.every((each) => each !== undefined);
    return isAnyLeft ? new FileSource(files, this.files) : undefined;
  }
}

const changed = (path: string | undefined): BeamError =>
  new BeamError('source-changed', path === undefined ? {} : { figures: { path } });
