package io.certvigil.cloudflare.fields;

import static io.certvigil.cloudflare.fields.PemContent.LEAF_WITH_CHAIN;
import static io.certvigil.cloudflare.fields.PemContent.TRUST_ANCHORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.certvigil.cloudflare.IssuedCertificate;
import io.certvigil.model.PemCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEMs with several certificates: which one the facts describe, and which one decides. */
class PemChainTest {
  private static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  private static final int GENERATED = 1_500;
  private static final String NOISE =
      "subject=CN = x\n-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n";

  private static Instant in(int days) {
    return TODAY.plus(Duration.ofDays(days));
  }

  private static String pem(List<IssuedCertificate> all) {
    return all.stream().map(IssuedCertificate::pem).collect(Collectors.joining());
  }

  private static PemParser.Facts facts(String pem, PemContent content) {
    return PemParser.facts(pem, content).orElseThrow();
  }

  /**
   * What it is, its content, its certificates, the subject of the facts, and the one that decides.
   */
  static Stream<Arguments> chains() {
    var root = IssuedCertificate.root("Root", in(3_650));
    var intermediate = root.issue("Intermediate", in(5));
    var leaf = intermediate.issue("a.example", in(300));
    var oldRoot = IssuedCertificate.root("Old root", in(5));
    var young = oldRoot.issue("Young intermediate", in(2_000));
    var youngLeaf = young.issue("b.example", in(90));
    var crossed = oldRoot.crossSign(root, in(6));
    var directLeaf = root.issue("c.example", in(60));
    var anchor = IssuedCertificate.root("Anchor", in(700));
    var nextAnchor = IssuedCertificate.root("Next anchor", in(6));
    var generation = IssuedCertificate.root("CA", in(6));
    var nextGeneration = IssuedCertificate.root("CA", in(3_000));
    var namesake = generation.issue("CA", in(20));
    return Stream.of(
        arguments(
            "a root and an intermediate that ends",
            TRUST_ANCHORS,
            List.of(root, intermediate),
            intermediate,
            intermediate),
        arguments("a root that ends", TRUST_ANCHORS, List.of(oldRoot, young), young, oldRoot),
        arguments("two roots", TRUST_ANCHORS, List.of(anchor, nextAnchor), nextAnchor, nextAnchor),
        arguments(
            "two roots of one name",
            TRUST_ANCHORS,
            List.of(generation, nextGeneration),
            generation,
            generation),
        arguments(
            "an authority and a namesake that it issued",
            TRUST_ANCHORS,
            List.of(generation, namesake),
            namesake,
            generation),
        arguments(
            "a chain beside another root",
            TRUST_ANCHORS,
            List.of(root, intermediate, anchor),
            intermediate,
            intermediate),
        arguments(
            "a leaf as trusted certificate",
            TRUST_ANCHORS,
            List.of(youngLeaf, young, oldRoot),
            youngLeaf,
            oldRoot),
        arguments(
            "an intermediate that ends first",
            LEAF_WITH_CHAIN,
            List.of(leaf, intermediate, root),
            leaf,
            intermediate),
        arguments(
            "without the root", LEAF_WITH_CHAIN, List.of(leaf, intermediate), leaf, intermediate),
        arguments(
            "a root that ends first",
            LEAF_WITH_CHAIN,
            List.of(youngLeaf, young, oldRoot),
            youngLeaf,
            youngLeaf),
        arguments(
            "a root that ends first, and no intermediate",
            LEAF_WITH_CHAIN,
            List.of(youngLeaf, oldRoot),
            youngLeaf,
            youngLeaf),
        arguments(
            "a cross-signed root that ends first",
            LEAF_WITH_CHAIN,
            List.of(directLeaf, root, crossed),
            directLeaf,
            crossed),
        arguments(
            "another root that ends first",
            LEAF_WITH_CHAIN,
            List.of(directLeaf, root, nextAnchor),
            directLeaf,
            directLeaf),
        arguments(
            "a self-signed leaf and another",
            LEAF_WITH_CHAIN,
            List.of(anchor, nextAnchor),
            nextAnchor,
            nextAnchor),
        arguments(
            "a leaf with the name of its issuer",
            LEAF_WITH_CHAIN,
            List.of(namesake, generation),
            namesake,
            namesake),
        arguments(
            "two leaves", LEAF_WITH_CHAIN, List.of(directLeaf, leaf), directLeaf, directLeaf));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("chains")
  void theRightOneDecides_inAnyOrder(
      String what,
      PemContent content,
      List<IssuedCertificate> all,
      IssuedCertificate subject,
      IssuedCertificate decides) {
    var first = facts(pem(all), content);

    assertThat(first.notAfter()).isEqualTo(decides.end());
    assertThat(first.commonName()).isEqualTo(subject.name());
    assertThat(first.x509().serial()).isEqualTo(subject.serial());
    assertThat(first.x509().fingerprintSha256()).isEqualTo(subject.fingerprint());
    assertThat(first.ownNotAfter()).isEqualTo(subject.end());
    assertThat(listed(first)).hasSameSizeAs(all).startsWith(subject.fingerprint());
    assertThat(deciding(first)).containsExactly(decides.fingerprint());
    for (var order : orders(all)) {
      assertThat(facts(pem(order), content)).isEqualTo(first);
    }
  }

  private static List<String> listed(PemParser.Facts facts) {
    return facts.x509().pemCertificates().stream().map(PemCertificate::fingerprintSha256).toList();
  }

  private static List<String> deciding(PemParser.Facts facts) {
    return facts.x509().pemCertificates().stream()
        .filter(PemCertificate::decides)
        .map(PemCertificate::fingerprintSha256)
        .toList();
  }

  private static List<List<IssuedCertificate>> orders(List<IssuedCertificate> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    var orders = new ArrayList<List<IssuedCertificate>>();
    for (var first : all) {
      var rest = all.stream().filter(one -> !one.equals(first)).toList();
      for (var order : orders(rest)) {
        orders.add(Stream.concat(Stream.of(first), order.stream()).toList());
      }
    }
    return List.copyOf(orders);
  }

  @Test
  void nothingIsListed_whenTheSameCertificateIsThereTwice() {
    var root = IssuedCertificate.root("Root", in(10));

    assertThat(facts(root.pem() + root.pem(), TRUST_ANCHORS))
        .isEqualTo(facts(root.pem(), LEAF_WITH_CHAIN));
    assertThat(listed(facts(root.pem() + root.pem(), TRUST_ANCHORS))).isEmpty();
  }

  @Test
  void dateOfTheList_countsWhenItIsEarlier() {
    var root = IssuedCertificate.root("Root", in(5));
    var leaf = root.issue("a.example", in(90));
    var facts = facts(leaf.pem() + root.pem(), LEAF_WITH_CHAIN);

    assertThat(facts.notLaterThan(Optional.empty())).isSameAs(facts);
    assertThat(facts.notLaterThan(Optional.of(in(91)))).isSameAs(facts);
    assertThat(facts.notLaterThan(Optional.of(in(5))))
        .satisfies(
            earlier -> {
              assertThat(earlier.notAfter()).isEqualTo(in(5));
              assertThat(earlier.commonName()).isEqualTo("a.example");
              assertThat(deciding(earlier)).containsExactly(root.fingerprint());
            });
    assertThat(facts.notLaterThan(Optional.of(in(4))))
        .satisfies(
            earlier -> {
              assertThat(earlier.notAfter()).isEqualTo(in(4));
              assertThat(deciding(earlier)).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMIIDmDCCAoC...dhDDE\n-----END CERTIFICATE-----\n"
      })
  void readableCertificatesCount_besideAnUnreadableOne(String unreadable) {
    var root = IssuedCertificate.root("Root", in(3_650));
    var soon = IssuedCertificate.root("Soon", in(6));

    var facts =
        facts(unreadable + root.pem() + unreadable + soon.pem() + unreadable, TRUST_ANCHORS);

    assertThat(facts.notAfter()).isEqualTo(in(6));
    assertThat(listed(facts)).containsExactly(soon.fingerprint(), root.fingerprint());
  }

  @Test
  void bundleOfManyNamesakes_isReadInBoundedTime() {
    var pem = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      pem.append(IssuedCertificate.root("CA", in(1_000 + i)).pem());
    }
    pem.append(IssuedCertificate.root("CA", in(6)).pem());

    var facts = facts(pem.toString(), TRUST_ANCHORS);

    assertThat(facts.notAfter()).isEqualTo(in(6));
    assertThat(listed(facts)).hasSize(1_201);
  }

  /** A PEM of random content, and the answers that follow from how it was made. */
  private record Generated(
      PemContent content, List<IssuedCertificate> all, IssuedCertificate subject, Instant end) {}

  /** All ends of one PEM differ. Names are sometimes all the same, so that only keys tell. */
  private static Generated generate(Random random) {
    var ends = new ArrayList<Integer>();
    for (int day = 1; day <= 40; day++) {
      ends.add(day * 7 - 20);
    }
    Collections.shuffle(ends, random);
    boolean sameNames = random.nextInt(4) == 0;
    var all = new ArrayList<IssuedCertificate>();
    var root = IssuedCertificate.root(sameNames ? "CA" : "Root", in(ends.removeFirst()));
    var below = new ArrayList<IssuedCertificate>();
    var last = root;
    for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
      last = last.issue(sameNames ? "CA" : "Level " + depth, in(ends.removeFirst()));
      below.add(last);
    }
    all.addAll(below);
    boolean withRoot = random.nextBoolean();
    if (withRoot) {
      all.add(root);
    }
    int others = random.nextInt(3);
    for (int i = 0; i < others; i++) {
      all.add(IssuedCertificate.root(sameNames ? "CA" : "Other " + i, in(ends.removeFirst())));
    }
    Collections.shuffle(all, random);
    if (random.nextBoolean()) {
      return new Generated(LEAF_WITH_CHAIN, all, last, earliest(below).end());
    }
    var first = earliest(all);
    return new Generated(TRUST_ANCHORS, all, others == 0 ? last : first, first.end());
  }

  private static IssuedCertificate earliest(List<IssuedCertificate> all) {
    var first = all.getFirst();
    for (var one : all) {
      first = one.end().isBefore(first.end()) ? one : first;
    }
    return first;
  }

  private static String written(Generated made, Random random) {
    var text = new StringBuilder();
    for (var one : made.all()) {
      text.append(random.nextInt(3) == 0 ? NOISE : "").append(one.pem());
      text.append(random.nextInt(8) == 0 ? made.all().getFirst().pem() : "");
    }
    return switch (random.nextInt(3)) {
      case 0 -> text.toString().replace("\n", "\\n");
      case 1 -> text.toString().replace("\n", "\r\n");
      default -> text.toString();
    };
  }

  @Test
  void generatedChains_areReadAsTheyWereMade() {
    for (int seed = 0; seed < GENERATED; seed++) {
      var random = new Random(seed);
      var made = generate(random);

      var facts = facts(written(made, random), made.content());

      assertThat(facts.notAfter()).as("end, seed %d", seed).isEqualTo(made.end());
      assertThat(facts.x509().fingerprintSha256())
          .as("subject, seed %d", seed)
          .isEqualTo(made.subject().fingerprint());
      assertThat(listed(facts))
          .as("list, seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              made.all().size() == 1
                  ? List.of()
                  : made.all().stream().map(IssuedCertificate::fingerprint).toList());
    }
  }
}
