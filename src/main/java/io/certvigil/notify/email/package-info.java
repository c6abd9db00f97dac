/** The email channel: MIME messages, SMTP, and what its replies mean. */
@NullMarked
package io.certvigil.notify.email;

import org.jspecify.annotations.NullMarked;
