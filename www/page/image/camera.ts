// Frames of a camera as pictures. The camera is on only between `startCamera` and `stop`, and nothing of it is kept.

/** The longer side of a frame in pixels: more would be slow, and is not needed to see what happens. */
const SIDE = 384

export interface Camera {
  /** What it sees now. */
  frame(): ImageData
  stop(): void
}

/** Why there is no camera, in words for people. */
export class CameraError extends Error {}

export async function startCamera(): Promise<Camera> {
  if (!('mediaDevices' in navigator)) {
    throw new CameraError('A browser gives the camera only to pages that come over https or from this machine.')
  }
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { width: { ideal: 640 }, facingMode: 'environment' } })
    .catch((error: unknown) => {
      throw new CameraError(reason(error))
    })
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = stream
  await video.play()
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight))
  const width = Math.max(1, Math.round(video.videoWidth * scale))
  const height = Math.max(1, Math.round(video.videoHeight * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new CameraError('This browser draws no canvas.')
  return {
    frame() {
      context.drawImage(video, 0, 0, width, height)
      return context.getImageData(0, 0, width, height)
    },
    stop() {
      for (const track of stream.getTracks()) track.stop()
      video.srcObject = null
    },
  }
}

function reason(error: unknown): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') {
    return 'The camera was not allowed: allow it in the browser’s settings for this page, then try again.'
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return 'This machine has no camera that a page can use.'
  if (name === 'NotReadableError') return 'The camera is in use elsewhere: close what uses it, then try again.'
  return error instanceof Error ? error.message : String(error)
}
