// Bikes have their number on them as a QR code: an address of the bikes' own.
import jsQR from "jsqr";

const STICKER = /^https:\/\/bikes\.example\/b\/(\d{5})$/;

export const stickerOf = (number: string) => `https://bikes.example/b/${number}`;

/** The number of a bike in a picture, or nothing. */
export function readPicture(picture: CanvasImageSource, width: number, height: number): string | undefined {
  if (width === 0 || height === 0) return undefined;
  // Photos are larger than codes need.
  const scale = Math.min(1, 1_200 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return undefined;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const found = jsQR(data, canvas.width, canvas.height);
  return STICKER.exec(found?.data ?? "")?.[1];
}

export async function readPhoto(file: File): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  try {
    return readPicture(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

/** Watches the camera until it sees a bike, or `signal` says that it is enough. Rejects where there is no camera. */
export async function watchCamera(video: HTMLVideoElement, signal: AbortSignal): Promise<string | undefined> {
  // Not there in a page that was not sent by HTTPS.
  if (!navigator.mediaDevices) throw new DOMException("no camera for this page", "NotSupportedError");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    while (!signal.aborted) {
      const number = readPicture(video, video.videoWidth, video.videoHeight);
      if (number) return number;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return undefined;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }
}
