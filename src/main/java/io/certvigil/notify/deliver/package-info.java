/** From notifications to receivers: claims, attempts, retries, receiver health. */
@NullMarked
package io.certvigil.notify.deliver;

import org.jspecify.annotations.NullMarked;
