package ai.tickstock;

/// Where the program starts.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("tickstock: no commands are wired yet");
    System.exit(2);
  }
}
