/** What keeps the running daemon from its task: it reads nothing, or nobody is notified. */
@NullMarked
package io.certvigil.policy.impairment;

import org.jspecify.annotations.NullMarked;
