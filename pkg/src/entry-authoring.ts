/** `xinyi/authoring`, for every host but mini-programs. */

import { authoring } from "./host";

export const { forecast, lint, tryProgramme } = authoring;
