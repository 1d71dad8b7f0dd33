package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryCopyTest {
  private static final String INTO_VALUES = "COPY v FROM STDIN (FORMAT BINARY)";
  private Database database;

  @BeforeEach
  void connect() {
    database = TestPostgres.migrated();
    database.useTransaction(handle ->
        handle.execute(
            """
            CREATE TABLE public.v (id int4 PRIMARY KEY, small int2, large int8, real8 float8,
              flag bool, day date, moment timestamptz, words text)\
            """));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsTheExtremesOfEveryType() {
    copy(copy ->
        copy.row(8)
            .int4(Integer.MIN_VALUE)
            .int2(Short.MIN_VALUE)
            .int8(Long.MIN_VALUE)
            .float8(-Double.MIN_VALUE)
            .bool(false)
            .date(LocalDate.of(-4000, 1, 1))
            .timestamptz(Instant.EPOCH)
            .text("")
            .row(8)
            .int4(Integer.MAX_VALUE)
            .int2(Short.MAX_VALUE)
            .int8(Long.MAX_VALUE)
            .float8(Double.MAX_VALUE)
            .bool(true)
            .date(LocalDate.of(9999, 12, 31))
            .timestamptz(Instant.parse("9999-12-31T23:59:59.999999Z"))
            .text("Nestlé 雀巢 \uD83D\uDCC8\t\n\\N"));

    assertThat(column("id", Integer.class)).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
    assertThat(column("small", Short.class)).containsExactly(Short.MIN_VALUE, Short.MAX_VALUE);
    assertThat(column("large", Long.class)).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(column("real8", Double.class)).containsExactly(-Double.MIN_VALUE, Double.MAX_VALUE);
    assertThat(column("flag", Boolean.class)).containsExactly(false, true);
    assertThat(column("day::text", String.class)).containsExactly("4001-01-01 BC", "9999-12-31");
    assertThat(column("moment::text", String.class))
        .containsExactly("1970-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00");
    assertThat(column("words", String.class)).containsExactly("", "Nestlé 雀巢 \uD83D\uDCC8\t\n\\N");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1962-01-02",
        "1969-12-31",
        "1970-01-01",
        "1999-12-31",
        "2000-01-01",
        "2024-02-29"
      })
  void keepsDatesBeforeAndAfterTheEpochs(String text) {
    copyDay(LocalDate.parse(text));

    assertThat(column("day", LocalDate.class)).containsExactly(LocalDate.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1962-01-02T14:30:00Z",
        "1969-12-31T23:59:59.999999Z",
        "1999-12-31T23:59:59.000001Z",
        "2000-01-01T00:00:00Z",
        "2024-11-29T18:00:00Z"
      })
  void keepsInstantsBeforeAndAfterTheEpochs(String text) {
    copyMoment(Instant.parse(text));

    assertThat(column("moment", OffsetDateTime.class).getFirst().toInstant())
        .isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59.999999900Z", "2001-01-01T00:00:00.000001900Z"})
  void cutsWhatIsFinerThanAMicrosecond(String text) {
    copyMoment(Instant.parse(text));

    assertThat(column("moment", OffsetDateTime.class).getFirst().toInstant())
        .isEqualTo(Instant.parse(text.replace("900Z", "Z")));
  }

  @Test
  void storesNothingWhereNothingIsGiven() {
    copy(copy -> {
      copy.row(8).int4(1);
      for (int column = 1; column < 8; column++) {
        copy.nothing();
      }
    });

    assertThat(column("num_nulls(small, large, real8, flag, day, moment, words)", Integer.class))
        .containsExactly(7);
  }

  @Test
  void countsTheRowsOfManyChunks() {
    long rows =
        database.inTransaction(handle -> {
          try (var copy = start(handle)) {
            for (int id = 0; id < 10_000; id++) {
              copy.row(8).int4(id).nothing().nothing().nothing().nothing().nothing().nothing();
              copy.text("words of row " + id);
            }
            return copy.finish();
          }
        });

    assertThat(rows).isEqualTo(10_000);
    assertThat(column("count(*)", Long.class)).containsExactly(10_000L);
  }

  @Test
  void leavesTheTransactionUsableWhenGivenUp() {
    database.useTransaction(handle -> {
      handle.execute("SAVEPOINT before");
      try (var copy = start(handle)) {
        copy.row(8).int4(1);
      }
      handle.execute("ROLLBACK TO SAVEPOINT before");
      handle.execute("INSERT INTO v (id) VALUES (5)");
    });

    assertThat(column("id", Integer.class)).containsExactly(5);
  }

  @Test
  void recognisesAKeyThatIsThereAlready() {
    var failure =
        catchThrowableOfType(
            CopyFailed.class,
            () ->
                database.useTransaction(handle -> {
                  try (var copy = start(handle)) {
                    for (int i = 0; i < 2; i++) {
                      copy.row(8).int4(1);
                      for (int column = 1; column < 8; column++) {
                        copy.nothing();
                      }
                    }
                    copy.finish();
                  }
                }));

    assertThat(failure.isUniqueViolation()).isTrue();
    assertThat(failure).hasMessageContaining("after 2 rows");
    assertThat(column("id", Integer.class)).isEmpty();
  }

  @Test
  void reportsRowsOfAnotherShapeAsAnotherFailure() {
    var failure = catchThrowableOfType(CopyFailed.class, () -> copy(copy -> copy.row(1).int4(1)));

    assertThat(failure.isUniqueViolation()).isFalse();
  }

  @Test
  void reportsAStatementThatTheServerRefuses() {
    assertThatThrownBy(() ->
            database.useTransaction(
                handle -> BinaryCopy.start(handle, "COPY nowhere FROM STDIN (FORMAT BINARY)")))
        .isInstanceOf(CopyFailed.class)
        .hasMessageContaining("nowhere");
  }

  private void copyDay(LocalDate day) {
    copy(copy ->
        copy.row(8).int4(1).nothing().nothing().nothing().nothing().date(day).nothing().nothing());
  }

  private void copyMoment(Instant moment) {
    copy(copy ->
        copy.row(8)
            .int4(1)
            .nothing()
            .nothing()
            .nothing()
            .nothing()
            .nothing()
            .timestamptz(moment)
            .nothing());
  }

  private void copy(Consumer<BinaryCopy> rows) {
    database.useTransaction(handle -> {
      try (var copy = start(handle)) {
        rows.accept(copy);
        copy.finish();
      }
    });
  }

  private static BinaryCopy start(Handle handle) {
    return BinaryCopy.start(handle, INTO_VALUES);
  }

  private <T> List<T> column(String expression, Class<T> type) {
    var order = expression.startsWith("count") ? "" : " ORDER BY id";
    return database.read(handle ->
        handle.createQuery("SELECT " + expression + " FROM v" + order).mapTo(type).list());
  }
}
