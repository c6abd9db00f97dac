/** When an alert is raised, how it lives, when it ends. Pure: no IO, no log, no clock. */
@NullMarked
package io.certvigil.policy;

import org.jspecify.annotations.NullMarked;
