package io.certvigil.cloudflare.fields;

import static java.util.Comparator.comparing;

import io.certvigil.model.PemCertificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * Several certificates of one PEM, in any order: which of them is the one that the list item is
 * about, and which of them decides when it expires.
 */
final class PemChain {
  /** Far more than a bundle of authorities with different names needs. */
  private static final int MAX_VERIFICATIONS = 2_000;

  private final List<PemBlock> blocks;
  private final PemContent content;
  private final Map<X500Principal, List<PemBlock>> byIssuer;
  private int verifications;

  /**
   * @param blocks at least one, each once
   */
  PemChain(List<PemBlock> blocks, PemContent content) {
    this.blocks = blocks;
    this.content = content;
    this.byIssuer = blocks.stream().collect(Collectors.groupingBy(PemBlock::issuer));
  }

  PemParser.Facts facts() {
    if (blocks.size() == 1) {
      return blocks.getFirst().facts(blocks.getFirst().notAfter(), List.of());
    }
    var leaf = leaf();
    var decides = firstToBreak(leaf);
    var subject = leaf.orElse(decides);
    return subject.facts(decides.notAfter(), listed(subject, decides));
  }

  /**
   * The only one that issued no other. Roots that have nothing to do with the chain of a leaf do
   * not count.
   */
  private Optional<PemBlock> leaf() {
    var ends = blocks.stream().filter(block -> !issuedAnother(block)).toList();
    if (ends.size() > 1 && content == PemContent.LEAF_WITH_CHAIN) {
      ends = ends.stream().filter(block -> !selfSigned(block)).toList();
    }
    return ends.size() == 1 ? Optional.of(ends.getFirst()) : Optional.empty();
  }

  private PemBlock firstToBreak(Optional<PemBlock> leaf) {
    var breaking = blocks;
    if (content == PemContent.LEAF_WITH_CHAIN) {
      breaking =
          blocks.stream()
              .filter(block -> leaf.filter(block::isSame).isPresent() || !selfSigned(block))
              .toList();
    }
    return (breaking.isEmpty() ? blocks : breaking)
        .stream()
            .min(
                comparing(PemBlock::notAfter)
                    .thenComparing(block -> leaf.filter(block::isSame).isEmpty()))
            .orElseThrow();
  }

  /** The subject first, then by expiry: the same for any order in the PEM. */
  private List<PemCertificate> listed(PemBlock subject, PemBlock decides) {
    var others =
        blocks.stream()
            .filter(block -> !block.isSame(subject))
            .sorted(comparing(PemBlock::notAfter).thenComparing(PemBlock::sha256));
    return Stream.concat(Stream.of(subject), others)
        .map(block -> block.listed(block.isSame(decides)))
        .toList();
  }

  private boolean issuedAnother(PemBlock block) {
    return byIssuer.getOrDefault(block.subject(), List.of()).stream()
        .anyMatch(other -> !other.isSame(block) && issued(block, other));
  }

  private boolean selfSigned(PemBlock block) {
    return issued(block, block);
  }

  private boolean issued(PemBlock issuer, PemBlock other) {
    return issuer.named(other) && (++verifications > MAX_VERIFICATIONS || issuer.signed(other));
  }
}
