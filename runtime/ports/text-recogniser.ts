// Reads the text in an image, with whatever IT has set up for it.
import type { Read } from './document-reader.ts';

/** Most pixels of an image that is given to a recogniser, width times height of one page. */
export const MAX_IMAGE_PIXELS = 50_000_000;

/** Reads one image at a time; more wait their turn. What is in an image harms nobody: the work is limited in time and in what it may answer. */
export interface TextRecogniser {
  /**
   * The text of an image (PNG, JPEG, WebP, TIFF or BMP, at most MAX_DOCUMENT_BYTES and MAX_IMAGE_PIXELS: the caller has looked); empty when there
   * is none. Never rejects. FILE_UNREADABLE: it could not be read, or is not set up as it should be, or was stopped; INGEST_LIMIT: it took too
   * long, or answered too much. `signal` gives up.
   */
  recognise(image: Uint8Array, signal?: AbortSignal): Promise<Read<string>>;
  /** Ends what is running and answers what waits. */
  close(): Promise<void>;
}
