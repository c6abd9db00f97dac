/** Reads Cloudflare's lists whole, within the budget, and says honestly when it could not. */
@NullMarked
package io.certvigil.cloudflare;

import org.jspecify.annotations.NullMarked;
