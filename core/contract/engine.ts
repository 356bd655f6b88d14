/** The TensorFlow runtime as the window sees it. */
import { z } from 'zod';
import { textSchema } from '../messages';

/** Memory in bytes. */
const gpuSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  driver: z.string(),
  /** "8.9" */
  computeCapability: z.string().optional(),
  memory: z.number().optional(),
  freeMemory: z.number().optional(),
});

/** `gpu` is the first one that can be used, `gpu:1` the card of that index. */
export const deviceChoiceSchema = z.union([
  z.enum(['auto', 'cpu', 'gpu']),
  z
    .string()
    .max(7)
    .regex(/^gpu:\d{1,3}$/),
]);

export const engineStatusSchema = z.object({
  state: z.enum(['missing', 'provisioning', 'ready', 'broken']),
  /** "TensorFlow 2.21.0", once known. */
  runtime: z.string().optional(),
  device: z.enum(['cpu', 'gpu']).optional(),
  /** "CPU, 2 threads" or "NVIDIA RTX 4070". */
  deviceName: textSchema.optional(),
  /** "CPU, 2 threads", with a GPU too. */
  processor: textSchema.optional(),
  /** What was asked for: in Settings, or by SKIPWIRE_DEVICE or --device, which come first. */
  choice: z.object({ device: z.string(), by: z.enum(['settings', 'environment']) }).optional(),
  /** Why a GPU is not used, or what to know about the one that is. */
  deviceRemark: textSchema.optional(),
  gpus: z.array(gpuSchema).optional(),
  gpu: z.number().int().optional(),
  /** Versions of the CUDA libraries: { cuDNN: "9" }. */
  libraries: z.record(z.string(), z.string()).optional(),
  message: textSchema.optional(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const progressSchema = z.object({
  /** "Downloading TensorFlow 2.21.0". */
  phase: textSchema,
  /** 0..1 of this phase; absent when unknown. */
  fraction: z.number().min(0).max(1).optional(),
  detail: textSchema.optional(),
  /** For downloads and the like. */
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
  advice: z.string().optional(),
});
export type DoctorCheck = z.infer<typeof doctorCheckSchema>;
