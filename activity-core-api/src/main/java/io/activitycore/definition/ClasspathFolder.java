package io.activitycore.definition;

import io.activitycore.definition.DefinitionFiles.Content;
import io.activitycore.definition.DefinitionFiles.Found;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A folder of the class path, in directories and jars. */
final class ClasspathFolder {

  private final String folder;
  private final TreeMap<String, Content> files = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private ClasspathFolder(String folder) {
    this.folder = folder;
  }

  static Found files(String name) {
    ClasspathFolder folder = new ClasspathFolder(name.replaceAll("^/+|/+$", ""));
    folder.look();
    return new Found(folder.files, folder.problems);
  }

  private void look() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? ClasspathFolder.class.getClassLoader() : context;
    try {
      List<URL> roots = Collections.list(loader.getResources(folder));
      if (roots.isEmpty()) {
        problems.add(new Problem(folder, 0, "", "unreadable", "is no folder of the class path"));
      }
      for (URL root : roots) {
        add(root);
      }
    } catch (IOException | URISyntaxException e) {
      problems.add(DefinitionFiles.unreadable(folder, e));
    }
  }

  private void add(URL root) throws IOException, URISyntaxException {
    if (root.openConnection() instanceof JarURLConnection connection) {
      jar(connection);
    } else {
      Found found = DefinitionFiles.below(Path.of(root.toURI()), folder);
      found.files().forEach((name, content) -> put(name, root, content));
      problems.addAll(found.problems());
    }
  }

  private void jar(JarURLConnection connection) throws IOException {
    connection.setUseCaches(false);
    String prefix = folder + "/";
    URL jar = connection.getJarFileURL();
    try (JarFile entries = connection.getJarFile()) {
      for (JarEntry entry : Collections.list(entries.entries())) {
        String name = entry.getName();
        if (name.startsWith(prefix)
            && !entry.isDirectory()
            && DefinitionFiles.isDefinition(Path.of(name.substring(prefix.length())))) {
          byte[] content = entries.getInputStream(entry).readNBytes(DefinitionReader.MAX_BYTES + 1);
          put(name, jar, () -> new java.io.ByteArrayInputStream(content));
        }
      }
    }
  }

  /** Two places may hold a file of the same name; then the second one's name says where it is. */
  private void put(String name, URL place, Content content) {
    if (files.putIfAbsent(name, content) != null) {
      files.put(
          name.substring(0, folder.length()) + "(" + place + ")" + name.substring(folder.length()),
          content);
    }
  }
}
