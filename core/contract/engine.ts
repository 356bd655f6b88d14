/** The TensorFlow runtime as the window sees it. */
import { z } from 'zod';
import { textSchema } from '../messages';

/** A card as its driver tells of it; memory in bytes. */
export const gpuSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  driver: z.string(),
  /** "8.9" */
  computeCapability: z.string().optional(),
  memory: z.number().optional(),
  freeMemory: z.number().optional(),
});

export const engineStatusSchema = z.object({
  state: z.enum(['missing', 'provisioning', 'ready', 'broken']),
  /** "TensorFlow 2.21.0", once known. */
  runtime: z.string().optional(),
  device: z.enum(['cpu', 'gpu']).optional(),
  /** "CPU, 2 threads" or "NVIDIA RTX 4070". */
  deviceName: textSchema.optional(),
  /** Why a card of this machine does not train, or what to know about the one that does; absent where all is well. */
  deviceRemark: textSchema.optional(),
  /** All cards of this machine; absent without any. */
  gpus: z.array(gpuSchema).optional(),
  /** Index of the one that trains. */
  gpu: z.number().int().optional(),
  /** Versions of the CUDA libraries: { cuDNN: "9" }. */
  libraries: z.record(z.string(), z.string()).optional(),
  /** What is wrong and what to do, when missing or broken. */
  message: textSchema.optional(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const progressSchema = z.object({
  /** What is being done: "Downloading TensorFlow 2.21.0". */
  phase: textSchema,
  /** 0..1 of this phase; absent when unknown. */
  fraction: z.number().min(0).max(1).optional(),
  detail: textSchema.optional(),
  /** Of phases that move bytes: how many of them, how fast, and how long the rest will take. */
  bytesDone: z.number().nonnegative().optional(),
  bytesTotal: z.number().nonnegative().optional(),
  bytesPerSecond: z.number().nonnegative().optional(),
  secondsLeft: z.number().nonnegative().optional(),
});
export type Progress = z.infer<typeof progressSchema>;

export const doctorCheckSchema = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'error']),
  found: z.string(),
  /** What to do about it; absent when ok. */
  advice: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;
