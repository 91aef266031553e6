/** What goes from page to page: kept in memory, and gone with the app. */

import type { RequestText } from "xinyi";

export const session: { asked?: RequestText; presentation?: string } = {};
