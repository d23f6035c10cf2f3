/** "3 files, 1.2 GB" and its parts, in the language of the page. */
import type { Amount } from '../../session/view/share.ts';
import { formatBytes, formatCount } from '../parts/format.ts';
import { currentLocale } from './locale.ts';
import { words } from './words.ts';

export const bytesText = (bytes: number): string => formatBytes(bytes, currentLocale());

export const countText = (count: number): string => formatCount(count, currentLocale());

export const filesText = (files: number): string => (files === 1 ? words.fileOne() : words.fileMany(countText(files)));

export const amountText = ({ files, bytes }: Amount): string => words.amount(filesText(files), bytesText(bytes));
