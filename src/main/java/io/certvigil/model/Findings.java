package io.certvigil.model;

import java.util.List;

/**
 * What a list says about renewals, beside its certificates.
 *
 * @param subjects the ids of the packs or hostnames that were read, healthy ones included; empty
 *     for a list of another source
 * @param found what is wrong, at most one for each subject
 */
public record Findings(List<String> subjects, List<Finding> found) {
  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    subjects = List.copyOf(subjects);
    found = List.copyOf(found);
  }
}
