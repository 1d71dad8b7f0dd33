package ai.tickstock;

import ai.tickstock.load.DayWindow;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How the settings of what holds loads back are written and read.
final class ThrottleForms {
  static final SettingForm<List<DayWindow>> WINDOWS =
      new SettingForm<>(
          "hours by comma such as 18:00-09:00 or 06:00-09:00,16:30-23:00",
          false,
          ThrottleForms::windows,
          windows -> windows.stream().map(DayWindow::toString).collect(Collectors.joining(",")));

  private ThrottleForms() {}

  private static Optional<List<DayWindow>> windows(String text) {
    var windows = new ArrayList<DayWindow>();
    for (var one : text.split(",", -1)) {
      var ends = one.strip().split("-", -1);
      try {
        if (ends.length != 2) {
          return Optional.empty();
        }
        windows.add(new DayWindow(LocalTime.parse(ends[0]), LocalTime.parse(ends[1])));
      } catch (DateTimeException | IllegalArgumentException notHours) {
        return Optional.empty();
      }
    }
    return Optional.of(windows);
  }
}
