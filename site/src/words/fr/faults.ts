// Ce qui a mal tourné sous la page, et une nouvelle version d'elle.
import type { faults as en } from '../en/faults.js';

export const faults: typeof en = {
  blocked: (file) => `${file} n’a pas pu être chargé : le site ne répond pas, ou quelque chose le bloque en chemin`,
  refused: (file, status) => `${file} n’a pas pu être chargé : le site répond ${status}`,
  brokeOff: (file, got, of) => `${file} s’est interrompu après ${got} octets sur ${of}`,
  wrongSize: (file, got, of) => `${file} est arrivé avec ${got} octets au lieu de ${of}`,
  changed: (file) => `${file} est arrivé altéré : ses octets ne sont pas ceux qui ont été publiés`,
  notRun: (file) => `${file} n’a pas pu être chargé, ou est arrivé altéré`,
  notCompiled: (file, why) => `ce navigateur ne peut pas compiler ${file} : ${why}`,
  notUnpacked: (file) => `${file} n’a pas pu être décompressé : ce fichier est incomplet, ou la mémoire manque`,
  partTitle: 'Une partie de la page n’est pas arrivée',
  part: (what) => `${what}. Ce qui ne demande pas de calcul peut être lu et utilisé.`,
  again: 'Réessayer',
  noStart: (why) => `le moteur ne démarre pas : ${why}`,
  workerEnded: 'le navigateur a mis fin à son processus, comme il le fait quand la mémoire manque',
  trainingLost: 'L’entraînement a été perdu',
  training: (why) => `Le moteur s’est arrêté et a été relancé. Ce qu’il avait obtenu reste affiché ; lancez l’entraînement pour le reprendre du début. (${why})`,
  runCut: 'Le calcul a été interrompu',
  run: (why) => `Le moteur s’est arrêté et a été relancé. Les pas déjà faits restent affichés ; lancez-le pour recommencer. (${why})`,
  report: 'Copier un rapport',
  pageTitle: 'Quelque chose s’est mal passé dans la page',
  page: (what) => `${what} Le reste continue ; si quelque chose paraît faux, rechargez la page : son adresse contient l’expérience.`,
  newTitle: 'Une nouvelle version est là',
  newText: 'Cette page continue telle quelle ; la prochaine qui sera chargée est nouvelle. L’adresse contient l’expérience, qui se rouvrira comme elle est.',
  reload: 'Recharger',
};
