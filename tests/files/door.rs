//! One window for one user at one screen: a second start hands its file to the window that runs, and nothing hangs where it is dead or stuck.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use nianbao::file::DataFolder;
use nianbao::file::kept::door::{Door, Heard};
use nianbao::ui::commands::Command;
use nianbao::ui::visitors::Visitors;

use crate::common::until;
use crate::window::hands::{CTRL, Window, new_folder};

fn door_at(folder: &Path, display: &'static str) -> Door {
    let seat = move |name: &str| (name == "DISPLAY").then(|| display.into());
    Door::at_seat(&DataFolder::at(folder.join("data")), &seat)
}

/// A window that takes whatever comes, or nothing; it says what it is to open.
fn listening(door: &Door, takes: bool) -> Receiver<PathBuf> {
    let (open, opened) = channel();
    door.clone().open(move |heard| match heard {
        Heard::Asks(_, answer) => answer.send(takes).unwrap(),
        Heard::Left(path) => open.send(path).unwrap(),
    });
    until(|| door.path().exists());
    opened
}

#[test]
fn a_second_start_hands_its_file_to_the_window_that_runs() {
    let folder = new_folder();
    let door = door_at(&folder, ":0");
    assert!(!door.hand_over(Path::new("甲 镇.nianbao")), "nobody is there");
    let opened = listening(&door, true);
    until(|| door.hand_over(Path::new("甲 镇.nianbao")));
    let absolute = std::env::current_dir().unwrap().join("甲 镇.nianbao");
    assert_eq!(opened.recv_timeout(Duration::from_secs(9)).unwrap(), absolute);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(door.path()), mode(&folder.join("data"))), (0o600, 0o700), "nobody else comes in");
    }
    // A window beside it leaves the door to the first one.
    door.clone().open(|_| panic!("the first one has the door"));
    std::thread::sleep(Duration::from_millis(50));
    assert!(door.hand_over(Path::new("/乙镇.nianbao")));
    assert_eq!(opened.recv_timeout(Duration::from_secs(9)).unwrap(), Path::new("/乙镇.nianbao"));
    assert!(opened.try_recv().is_err());
}

#[test]
fn two_users_and_two_seats_stay_apart() {
    let (one, other) = (new_folder(), new_folder());
    let doors = [door_at(&one, ":0"), door_at(&one, ":1"), door_at(&other, ":0")];
    let _opened = listening(&doors[0], true);
    until(|| doors[0].hand_over(Path::new("/甲镇.nianbao")));
    assert!(!doors[1].hand_over(Path::new("/甲镇.nianbao")) && !doors[2].hand_over(Path::new("/甲镇.nianbao")));
}

#[cfg(unix)]
#[test]
fn nothing_hangs_where_the_first_window_is_dead_or_stuck() {
    use std::io::Read;
    use std::os::unix::net::UnixListener;
    let folder = new_folder();
    let door = door_at(&folder, ":0");
    std::fs::create_dir_all(door.path().parent().unwrap()).unwrap();
    // Stuck: it neither hears nor answers. What it was asked for is not done when it comes back.
    let stuck = UnixListener::bind(door.path()).unwrap();
    let since = Instant::now();
    assert!(!door.hand_over(Path::new("/甲镇.nianbao")));
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
    let (mut stream, _) = stuck.accept().unwrap();
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).unwrap();
    assert!(String::from_utf8(heard).unwrap().ends_with("/甲镇.nianbao"), "and who asked has left");
    // Dead: its socket stands there still.
    drop(stuck);
    assert!(door.path().exists() && !door.hand_over(Path::new("/甲镇.nianbao")));
    let opened = listening(&door, true);
    until(|| door.hand_over(Path::new("/甲镇.nianbao")));
    assert!(opened.recv_timeout(Duration::from_secs(9)).is_ok());
}

#[cfg(unix)]
#[test]
fn who_says_anything_else_at_the_door_is_passed_over() {
    use std::io::Write;
    use std::os::unix::net::UnixStream;
    let folder = new_folder();
    let door = door_at(&folder, ":0");
    let opened = listening(&door, true);
    until(|| UnixStream::connect(door.path()).is_ok());
    for said in [
        &b""[..],
        b"\n",
        b"GET / HTTP/1.1\n",
        b"nianbao 1\n99999999\n",
        b"nianbao 1\n4\n\xff\xff\xff\xff",
        b"nianbao 1\n3\na/b",
        &[b'x'; 99],
    ] {
        let mut stream = UnixStream::connect(door.path()).unwrap();
        let _refused = stream.write_all(said);
    }
    until(|| door.hand_over(Path::new("/甲镇.nianbao")));
    assert_eq!(opened.recv_timeout(Duration::from_secs(9)).unwrap(), Path::new("/甲镇.nianbao"));
    assert!(opened.try_recv().is_err(), "nothing else was opened");
}

/// A window with a door of its own, and the file of another report.
fn window_with_a_door() -> (Window, Door, PathBuf) {
    let mut window = Window::sample();
    let door = door_at(&window.folder, ":0");
    let visitors = Visitors::at(door.clone(), &window.harness.ctx);
    window.harness.state_mut().as_mut().unwrap().receive(visitors);
    until(|| door.path().exists());
    let other = window.folder.join("另一份.nianbao");
    let sample = std::fs::read_to_string(window.folder.join("西坡镇 2020.nianbao")).unwrap();
    std::fs::write(&other, sample.replace("西坡镇人民政府", "东坡镇人民政府")).unwrap();
    (window, door, other)
}

/// Hands a file over while the window draws; whether it was taken.
fn handed_over(window: &mut Window, door: &Door, file: &Path) -> bool {
    let (door, file) = (door.clone(), file.to_owned());
    let start = std::thread::spawn(move || door.hand_over(&file));
    while !start.is_finished() {
        window.settle();
    }
    window.settle();
    start.join().unwrap()
}

#[test]
fn the_window_opens_what_it_is_handed_and_asks_first_where_something_is_unsaved() {
    let (mut window, door, other) = window_with_a_door();
    let same = window.folder.join("西坡镇 2020.nianbao");
    window.type_text("。");
    assert!(handed_over(&mut window, &door, &same));
    assert!(window.session().is_unsaved() && !window.shows("还没有保存"), "what is open already stays as it is");
    assert!(handed_over(&mut window, &door, &other));
    assert!(window.session().report().unit == "西坡镇人民政府", "it asks first");
    // While it asks, whoever comes has a window of its own.
    assert!(!handed_over(&mut window, &door, &other));
    window.key(egui::Key::Escape).keys(CTRL, egui::Key::S);
    assert!(handed_over(&mut window, &door, &other));
    window.until(|window| window.app().session().is_some_and(|session| session.report().unit == "东坡镇人民政府"));
    window.run(Command::Leave);
    assert!(handed_over(&mut window, &door, &same), "at the start page too");
    window.until(|window| window.app().session().is_some());
}
