use super::*;

fn place() -> (tempfile::TempDir, Materials) {
    let place = tempfile::tempdir().unwrap();
    let materials = Materials::of(place.path(), Alg::Sha256);
    (place, materials)
}

fn files(dir: &Path) -> usize {
    entries(dir).unwrap().iter().map(|path| if path.is_dir() { files(path) } else { 1 }).sum()
}

#[test]
fn a_material_is_kept_once_under_the_hash_anybody_can_compute() {
    let (place, materials) = place();
    let scan = vec![7u8; 200_000];
    let kept = materials.put(&mut &scan[..], 1 << 20).unwrap();
    assert_eq!(kept, Kept { hash: Alg::Sha256.digest(&[&scan]), bytes: 200_000 });
    assert_eq!(materials.put(&mut &scan[..], 1 << 20).unwrap(), kept);
    assert_eq!(files(place.path()), 1);
    let name = kept.hash.to_string();
    let path = place.path().join("materials").join(&name[..2]).join(&name[2..4]).join(&name);
    assert_eq!(fs::read(path).unwrap(), scan);
    let mut out = Vec::new();
    assert_eq!(materials.write_out(&kept.hash, &mut out).unwrap(), 200_000);
    assert_eq!(out, scan);
    assert_eq!(materials.list().unwrap(), [kept.hash]);
}

#[test]
fn a_damaged_material_is_refused_before_its_first_byte_and_healed_by_the_right_one() {
    let (_place, materials) = place();
    let kept = materials.put(&mut &b"the letter"[..], 100).unwrap();
    fs::write(materials.path(&kept.hash), b"the Letter").unwrap();
    let mut out = Vec::new();
    assert!(matches!(materials.write_out(&kept.hash, &mut out), Err(Fault::Damaged(_))));
    assert!(out.is_empty());
    assert!(matches!(materials.check(&kept.hash), Err(Fault::Damaged(_))));
    materials.put(&mut &b"the letter"[..], 100).unwrap();
    assert_eq!(materials.check(&kept.hash).unwrap(), 10);
}

#[test]
fn what_is_too_large_or_breaks_off_leaves_nothing() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::BrokenPipe))
        }
    }
    let (place, materials) = place();
    assert!(matches!(materials.put(&mut &[0u8; 101][..], 100), Err(Fault::TooLarge(100))));
    assert!(matches!(materials.put(&mut b"begun".chain(Breaks), 100), Err(Fault::Io(_))));
    assert_eq!(files(place.path()), 0);
    assert_eq!(materials.put(&mut &[0u8; 100][..], 100).unwrap().bytes, 100);
    let nothing = Alg::Sha256.digest(&[b"nothing"]);
    assert!(matches!(materials.write_out(&nothing, &mut io::sink()), Err(Fault::Missing(_))));
}

#[test]
fn a_link_in_the_place_of_a_material_is_not_followed() {
    let (place, materials) = place();
    let kept = materials.put(&mut &b"bytes"[..], 100).unwrap();
    let path = materials.path(&kept.hash);
    fs::rename(&path, place.path().join("aside")).unwrap();
    std::os::unix::fs::symlink(place.path().join("aside"), &path).unwrap();
    assert!(matches!(materials.check(&kept.hash), Err(Fault::Missing(_))));
}

#[test]
fn who_comes_in_while_others_sweep_is_not_swept_away() {
    let (_place, materials) = place();
    materials.put(&mut &b"first"[..], 100).unwrap();
    let over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|all| {
        let sweeps = || {
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                materials.clear_dead().unwrap();
            }
        };
        let sweepers = [all.spawn(sweeps), all.spawn(sweeps)];
        let mut kept = Vec::new();
        for n in 0..400_u32 {
            kept.push(materials.put(&mut &n.to_be_bytes()[..], 100));
        }
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        sweepers.into_iter().for_each(|s| s.join().unwrap());
        assert!(kept.iter().all(Result::is_ok), "{:?}", kept.into_iter().find(Result::is_err));
    });
}
