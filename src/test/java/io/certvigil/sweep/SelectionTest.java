package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Discovery;
import io.certvigil.model.Globs;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final ResourceRef ACME = new ResourceRef("a1", "acme");
  private static final ResourceRef OTHER = new ResourceRef("a2", "other");
  private static final Discovery FOUND =
      new Discovery(
          List.of(ACME, OTHER),
          List.of(
              new Zone(new ResourceRef("z1", "shop.example"), ACME),
              new Zone(new ResourceRef("z2", "shop.dev.example"), ACME),
              new Zone(new ResourceRef("z3", "blog.example"), OTHER)),
          true,
          null);
  private static final Set<Source> READABLE =
      Set.of(Source.CLIENT_CERTIFICATES, Source.ACCESS_CERTIFICATES, Source.GATEWAY_CERTIFICATES);

  @Test
  void everything_isEachReadableListOfEachAccountAndZone() {
    assertThat(keys(watch(Globs.ALL, Globs.ALL, EnumSet.allOf(Source.class)))).hasSize(4 + 6);
  }

  @Test
  void listOfTheUser_isReadOnceWithItsCredential() {
    assertThat(
            keys(watch(Globs.ALL, Globs.ALL, Set.of(Source.API_TOKENS)), Set.of(Source.API_TOKENS)))
        .containsExactly("api_tokens/user/main", "api_tokens/account/a1", "api_tokens/account/a2");
  }

  @Test
  void listOfTheUser_isReadWhenAccountsArePicked_onlyIfItIsToo() {
    var some = watch(new Globs(List.of("acme")), Globs.ALL, Set.of(Source.API_TOKENS));
    var both = watch(new Globs(List.of("acme", "user:*")), Globs.ALL, Set.of(Source.API_TOKENS));

    assertThat(keys(some, Set.of(Source.API_TOKENS))).containsExactly("api_tokens/account/a1");
    assertThat(keys(both, Set.of(Source.API_TOKENS)))
        .containsExactly("api_tokens/user/main", "api_tokens/account/a1");
    assertThat(Selection.unmatched(both, FOUND)).isEmpty();
  }

  @Test
  void excludedZone_isNotRead() {
    var zones = new Globs(List.of("*", "!*.dev.example"));

    assertThat(keys(watch(Globs.ALL, zones, Set.of(Source.CLIENT_CERTIFICATES))))
        .containsExactly("client_certificates/zone/z1", "client_certificates/zone/z3");
  }

  @Test
  void zonesOfAnExcludedAccount_areNotRead() {
    var accounts = new Globs(List.of("!other"));

    assertThat(keys(watch(accounts, Globs.ALL, READABLE)))
        .noneMatch(key -> key.endsWith("z3") || key.endsWith("a2"))
        .hasSize(2 + 4);
  }

  @Test
  void zoneNamedById_isReadInAnUnknownAccount() {
    var id = "023e105f4ecef8ad9ca31a8372d0c353";
    var found =
        new Discovery(
            List.of(ACME),
            List.of(
                new Zone(ResourceRef.unnamed(id), Zone.NO_ACCOUNT),
                new Zone(new ResourceRef("z9", "lost.example"), Zone.NO_ACCOUNT)),
            true,
            null,
            List.of(id));
    var watch =
        watch(
            new Globs(List.of("acme")),
            new Globs(List.of(id, "*.example")),
            Set.of(Source.CLIENT_CERTIFICATES));

    assertThat(new Selection(READABLE).of(watch, found))
        .extracting(scope -> scope.key())
        .containsExactly("client_certificates/zone/" + id);
    assertThat(Selection.unmatched(watch, found)).isEmpty();
  }

  @Test
  void patternThatMatchesNothing_isReported() {
    var zones = new Globs(List.of("*.example", "northwind-frieght.example", "!gone"));

    assertThat(Selection.unmatched(watch(Globs.ALL, zones, READABLE), FOUND))
        .containsExactly(new Selection.Unmatched("zones", "northwind-frieght.example"));
  }

  private static List<String> keys(WatchEntry watch) {
    return keys(watch, READABLE);
  }

  private static List<String> keys(WatchEntry watch, Set<Source> readable) {
    return new Selection(readable)
        .of(watch, FOUND, Duration.ofHours(1)).stream()
            .map(WatchedScope::scope)
            .map(scope -> scope.key())
            .toList();
  }

  private static WatchEntry watch(Globs accounts, Globs zones, Set<Source> sources) {
    return new WatchEntry(
        "main", "main", accounts, zones, sources, Duration.ofHours(1), null, Map.of());
  }
}
