package io.activitycore.engine.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleNoteTest {

  private static final String MARK = "0123456789abcdef";

  @Test
  void a_note_is_read_back() {
    for (String text : new String[] {"", "lunch", "two\nlines [1]", ScheduleNote.DISABLED}) {
      ScheduleNote note = new ScheduleNote(text, MARK);
      assertThat(ScheduleNote.of(note.toString())).isEqualTo(note);
    }
    assertThat(new ScheduleNote("lunch", MARK)).hasToString("lunch [activity-core " + MARK + "]");
  }

  @Test
  void somebody_elses_note_has_no_mark() {
    assertThat(ScheduleNote.of("paused via UI")).isEqualTo(new ScheduleNote("paused via UI", ""));
    assertThat(ScheduleNote.of("")).isEqualTo(new ScheduleNote("", ""));
  }
}
