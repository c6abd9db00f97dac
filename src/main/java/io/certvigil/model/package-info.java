/** The words of the domain: what is watched, what was read. Values only; knows nothing else. */
@NullMarked
package io.certvigil.model;

import org.jspecify.annotations.NullMarked;
