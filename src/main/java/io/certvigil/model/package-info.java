/**
 * The domain types: what is watched and what was read. Values only, without dependencies on other
 * packages.
 */
@NullMarked
package io.certvigil.model;

import org.jspecify.annotations.NullMarked;
