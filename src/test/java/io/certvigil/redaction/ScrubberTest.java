package io.certvigil.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
  private static final String TOKEN = "v1.0-9aB/cD+eF_gH~iJ";
  private static final String URL =
      "https://hooks.example.com/services/T0AB12CD3/B0EF45GH6/xY7zW8vU9tS0rQ1pO2nM3lK4?sig=q%2FRs7tUv9";

  private final Scrubber scrubber = new Scrubber();

  /** The length of the random tests; {@code -Dcertvigil.scrubber.rounds=100000} for hours. */
  private static final int ROUNDS = Integer.getInteger("certvigil.scrubber.rounds", 300);

  @TestFactory
  Stream<DynamicTest> secret_isFoundInEachForm() {
    scrubber.add(new Secret(TOKEN));
    scrubber.add(new Secret(URL));
    scrubber.add(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    scrubber.addLogin("mailer77@example.com", new Secret("pässword, with/blanks+"));
    var leaks =
        new SecretLeaks(
            List.of(
                TOKEN,
                "xY7zW8vU9tS0rQ1pO2nM3lK4",
                "B0EF45GH6",
                "MfKQ9r8GKYqrTwjUPD8ILPZI",
                "q/Rs7tUv9",
                "sword, with/blanks+"));
    return Stream.of(
            TOKEN,
            URL,
            "/services/T0AB12CD3/B0EF45GH6/xY7zW8vU9tS0rQ1pO2nM3lK4",
            "/B0EF45GH6/xY7zW8vU9tS0rQ1pO2nM3lK4?sig=q%2FRs7tUv9",
            "xY7zW8vU9tS0rQ1pO2nM3lK4",
            "q/Rs7tUv9",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "pässword, with/blanks+",
            "mailer77@example.com:pässword, with/blanks+",
            "\0mailer77@example.com\0pässword, with/blanks+")
        .flatMap(
            text ->
                Stream.of(EchoForm.values())
                    .map(
                        form ->
                            DynamicTest.dynamicTest(
                                form + " of " + text.replace('\0', ' '),
                                () -> check(form.of(text), leaks))));
  }

  private void check(String echo, SecretLeaks leaks) {
    var clean = scrubber.scrub("Cannot POST <" + echo + "> here, at noon");

    assertThat(leaks.in(clean)).as(clean).isEmpty();
    assertThat(clean).startsWith("Cannot POST <").contains("***").endsWith("> here, at noon");
  }

  @ParameterizedTest
  @EnumSource
  void anySecret_isFoundInAnyText(EchoForm form) {
    var random = new Random(form.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      var secret = random(random, 8 + random.nextInt(60));
      var own = new Scrubber();
      own.add(new Secret(secret));
      var text = random(random, 40) + ' ' + form.of(secret) + ' ' + random(random, 40);

      assertThat(new SecretLeaks(List.of(secret)).in(own.scrub(text)))
          .as("round %d: %s in %s", round, secret, text)
          .isEmpty();
    }
  }

  private static String random(Random random, int length) {
    var text = new StringBuilder();
    random.ints(length, '!', '~').filter(c -> c != '\\').forEach(text::appendCodePoint);
    return text.append("Zz7").toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 15, 30})
  void beginningOfASecret_isHiddenWhereTheTextWasCut(int length) {
    scrubber.add(new Secret("Q7wErTyUiOpAsDfGhJkLzXcVbNm1234"));
    var start = "Q7wErTyUiOpAsDfGhJkLzXcVbNm1234".substring(0, length);

    assertThat(scrubber.scrubCut("bad token " + start)).isEqualTo("bad token ***");
    var encoded = EchoForm.BASE64.of("Q7wErTyUiOpAsDfGhJkLzXcVbNm1234").substring(0, length);
    assertThat(scrubber.scrubCut("bad token " + encoded)).isEqualTo("bad token ***");
  }

  @Test
  void longBeginningOfAToken_isHiddenAnywhere() {
    scrubber.add(new Secret("Q7wErTyUiOpAsDfGhJkLzXcVbNm1234"));

    assertThat(scrubber.scrub("token Q7wErTyUiOpAsDfG... is wrong"))
        .isEqualTo("token ***... is wrong");
  }

  @ParameterizedTest
  @CsvSource({
    // Four to seven characters are a word.
    "hunt3r, wrong password hunt3r.,                 wrong password ***.",
    "hunt3r, see /hunt3r2/hunt3rs,                   see /hunt3r2/hunt3rs",
    "hunt3r, AUTH aHVudDNy failed,                   AUTH *** failed",
    // Fewer characters stand for themselves.
    "abc,    abc is a word and abcd is too,          abc is a word and abcd is too",
    "abc,    AUTH YWJj failed,                       AUTH *** failed",
    "x,      a box,                                  a box"
  })
  void shortPassword_leavesOrdinaryText(String password, String text, String expected) {
    scrubber.add(new Secret(password));

    assertThat(scrubber.scrub(text)).isEqualTo(expected);
  }

  @Test
  void shortLogin_isHiddenAsAWhole() {
    scrubber.addLogin("certvigil", new Secret("abc"));

    assertThat(scrubber.scrub("io.certvigil.App of certvigil:abc"))
        .isEqualTo("io.certvigil.App of ***");
    assertThat(scrubber.scrub("AUTH PLAIN AGNlcnR2aWdpbABhYmM= Y2VydHZpZ2ls"))
        .isEqualTo("AUTH PLAIN *** ***");
    assertThat(scrubber.scrub("Basic Y2VydHZpZ2lsOmFiYw==")).isEqualTo("Basic ***");
  }

  @Test
  void url_hidesItsPathButNotItsHost() {
    scrubber.add(new Secret("https://ops:se%2Fcr3t-77@am.example.com/alertmanager"));
    scrubber.add(new Secret("http://127.0.0.1:9093"));

    assertThat(scrubber.scrub("am.example.com: Cannot POST /alertmanager/api/v2/alerts"))
        .isEqualTo("am.example.com: Cannot POST ***/api/v2/alerts");
    assertThat(scrubber.scrub("user ops, password se/cr3t-77, http://127.0.0.1:9093/x"))
        .isEqualTo("user ops, password ***, http://127.0.0.1:9093/x");
  }

  @Test
  void unknownToken_isHiddenBehindItsScheme() {
    assertThat(scrubber.scrub("Authorization: Bearer abcd1234efgh, Basic YWxpY2U6c2VjcmV0MQ=="))
        .isEqualTo("Authorization: Bearer ***, Basic ***");
    assertThat(scrubber.scrub("Bearer token required; Basic authentication is off"))
        .isEqualTo("Bearer token required; Basic authentication is off");
  }

  @Test
  void earlierSecrets_stayHidden() {
    scrubber.add(new Secret("first-secret-1"));
    scrubber.add(new Secret("second-secret-2"));

    assertThat(scrubber.scrub("first-secret-1, second-secret-2")).isEqualTo("***, ***");
  }

  @Test
  void hostileText_isNoTrap() {
    scrubber.add(new Secret("aaaaaaaaaaabaaaaaaaa"));
    var texts = new ArrayList<>(List.of("", "%", "%%4", "\\", "\\u12", "&#", "&#x;", "\ud800"));
    for (var one : List.of("%", "\\", "&", "&#", "a", "%25", "\\\\", "\ud800", "a\0")) {
      texts.add(one.repeat(20_000));
    }

    assertThat(texts).allSatisfy(text -> assertThat(scrubber.scrub(text)).isEqualTo(text));
  }

  /** 64 kB; a twentieth of that time is usual. */
  @Test
  void manySecrets_takeNoLonger() {
    var text = "Cannot POST /nowhere, said the proxy; ".repeat(1700);
    var random = new Random(7);
    for (int secret = 0; secret < 100; secret++) {
      scrubber.add(new Secret("https://h.example.com/" + random(random, 10).replace('%', 'p')));
    }
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 50; round++) {
      long start = System.nanoTime();
      assertThat(scrubber.scrub(text)).isEqualTo(text);
      best = Math.min(best, System.nanoTime() - start);
    }

    assertThat(best).isLessThan(50_000_000L);
  }
}
